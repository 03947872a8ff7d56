"""RabbitMQ as a child process: a node that is isolated from others on the machine.

It has its own folder, ports, cookie and name server (epmd), so that tests and benchmarks may
start, kill and restart it beside others.
"""

from __future__ import annotations

import socket
import subprocess
from functools import partial
from pathlib import Path
from typing import Self

from config.services.logfile import LogFile
from config.services.node import USER, Node, Ports, RabbitMQError, program
from config.services.processes import kill_those_in, wait_until

START_SECONDS = 120.0
STOP_SECONDS = 30.0


class PrivateRabbitMQ:
    """A node in a folder; queues and messages survive `stop` and `kill`."""

    def __init__(self, directory: Path, *, with_management: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._node = Node(directory.resolve(), with_management)
        self._log = LogFile(self._node.directory / "log" / "output.log")
        self._children: list[subprocess.Popen[bytes]] = []
        self._ports: Ports | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The URL of the node; raises RabbitMQError before the first start."""
        return f"amqp://{USER}:{self._node.password()}@127.0.0.1:{self._started_ports().amqp}//"

    @property
    def management_url(self) -> str:
        """The management API with its login, for a node that was made `with_management`."""
        return f"http://{USER}:{self._node.password()}@127.0.0.1:{self._started_ports().management}"

    def start(self) -> str:
        """Start the node and return its URL, the same as last time where its port is free.

        Raises RabbitMQMissing when it is not installed and RabbitMQError when it does not start.
        """
        server, name_server = program("rabbitmq-server"), "epmd"
        self.kill()  # left by an earlier owner of the folder
        self._ports = self._node.prepare()
        try:
            self._spawn(name_server, "-port", str(self._ports.epmd), "-address", "127.0.0.1")
            self._wait_for(self._ports.epmd)
            self._spawn(server)
            self._wait_for(self._ports.amqp)
        except BaseException:
            self.kill()
            raise
        return self.url

    def stop(self) -> None:
        """Shut the node down; immediately, when that takes over half a minute."""
        for child in reversed(self._children):
            child.terminate()
            wait_until(partial(_has_ended, child), STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the node as a crash would; `start` brings settled queues back with all they held."""
        kill_those_in(self._node.directory, STOP_SECONDS)
        for child in self._children:
            child.wait()
        self._children.clear()

    def bring_back(self) -> bool:
        """Start the node again where it has ended. Returns whether it did; raises as `start` does.

        Why it ended is not known: the script around the node always exits with 0. Without memory,
        the kernel kills it first.
        """
        ended = any(_has_ended(child) for child in self._children)
        if ended:
            self.start()
        return ended

    def settle(self) -> None:
        """Flush the node's registry of quorum queues, which it buffers for three seconds.

        A queue that is not in it yet stays unusable after `kill` (RabbitMQ 3.10).
        """
        self.control("eval", "[ok = dets:sync(Table) || Table <- dets:all()].")

    def restart(self) -> str:
        """Stop and start the node. Returns its URL."""
        self.stop()
        return self.start()

    def control(self, *arguments: str) -> str:
        """Run `rabbitmqctl` and return its output; raises RabbitMQError with its error."""
        done = subprocess.run(
            [program("rabbitmqctl"), "--quiet", *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self._node.directory,
            env=self._node.environment(self._started_ports()),
        )
        if done.returncode:
            complaint = " ".join((done.stderr or done.stdout).split())
            raise RabbitMQError(f"rabbitmqctl {arguments[0]} was refused: {complaint}")
        return done.stdout

    def _started_ports(self) -> Ports:
        if self._ports is None:
            raise RabbitMQError("This RabbitMQ was never started; start it first.")
        return self._ports

    def _spawn(self, *command: str) -> None:
        with self._log.opened() as log:
            # Processes that are left behind are found by their working directory.
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._node.directory,
                env=self._node.environment(self._started_ports()),
                start_new_session=True,
            )
        self._children.append(child)

    def _wait_for(self, port: int) -> None:
        if not wait_until(lambda: self._answers_or_has_failed(port), START_SECONDS):
            raise RabbitMQError(f"RabbitMQ did not answer in time; see {self._log.path.parent}.")

    def _answers_or_has_failed(self, port: int) -> bool:
        if any(_has_ended(child) for child in self._children):
            raise RabbitMQError(
                f"RabbitMQ did not start: {self._log.last_words()}; see {self._log.path.parent}."
            )
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    return child.poll() is not None
