"""The folder of a private RabbitMQ node: its ports, its files, and the environment it runs in."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.services.processes import remembered_port

PROGRAMS = Path("/usr/lib/rabbitmq/bin")
USER = "firstline"
LOOPBACK_ONLY = "-kernel inet_dist_use_interface {127,0,0,1}"
# No busy waiting of Erlang's schedulers: pools need the cores.
SERVER_ARGUMENTS = f"{LOOPBACK_ONLY} +sbwt none +sbwtdcpu none +sbwtdio none"

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
default_user = {user}
default_pass = {password}
default_user_tags.administrator = true
vm_memory_high_watermark.absolute = 768MB
disk_free_limit.absolute = 64MB
raft.wal_max_size_bytes = 67108864
log.console = false
log.file = rabbitmq.log
log.file.level = warning
log.file.rotation.size = 8388608
log.file.rotation.count = 1
"""


class RabbitMQError(RuntimeError):
    """The private RabbitMQ cannot do what was asked; the sentence says how to mend it."""


class RabbitMQMissing(RabbitMQError):
    """RabbitMQ is not installed on this machine."""


def program(name: str) -> str:
    """The path of a RabbitMQ program: Debian's own, past the wrapper that changes the user."""
    path = PROGRAMS / name
    if not path.exists() or shutil.which("epmd") is None:
        raise RabbitMQMissing("RabbitMQ is missing; run `apt-get install -y rabbitmq-server`.")
    return str(path)


@dataclass(frozen=True)
class Ports:
    """Where the node listens on the loopback address."""

    amqp: int
    management: int
    distribution: int
    epmd: int


@dataclass(frozen=True)
class Node:
    """The folder of a node; it shares nothing with other nodes."""

    directory: Path
    with_management: bool

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def prepare(self) -> Ports:
        """Write the node's configuration; with the ports of the last start where they are free."""
        for folder in (self.data, self.directory / "ports", self.directory / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        ports = Ports(**{name: self._port(name) for name in Ports.__annotations__})
        configuration = CONFIGURATION.format(
            amqp=ports.amqp, management=ports.management, user=USER, password=self.password()
        )
        self._write("rabbitmq.conf", configuration)
        self._write("rabbitmq-env.conf", "")
        plugins = "rabbitmq_management" if self.with_management else ""
        self._write("enabled_plugins", f"[{plugins}].\n")
        self._secret(".erlang.cookie")
        return ports

    def password(self) -> str:
        return self._secret("password")

    def environment(self, ports: Ports) -> dict[str, str]:
        """Variables for everything that nodes would otherwise share: epmd, cookie, files, ports."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.directory),
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_PORT": str(ports.epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "firstline@localhost",
            "RABBITMQ_DIST_PORT": str(ports.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.data),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self.directory / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"-start_epmd false {SERVER_ARGUMENTS}",
            "RABBITMQ_CTL_ERL_ARGS": LOOPBACK_ONLY,
        }

    def _port(self, name: str) -> int:
        return remembered_port(self.directory / "ports" / name)

    def _secret(self, name: str) -> str:
        path = self.directory / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(24), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    def _write(self, name: str, content: str) -> None:
        (self.directory / name).write_text(content, encoding="utf-8")
