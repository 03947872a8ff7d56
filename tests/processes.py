"""Starts and stops our programs, with their output in files, and finds leftovers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
MANAGE = (sys.executable, "manage.py")
WORKERS = (sys.executable, "-m", "workers")
WEB = (sys.executable, "-m", "uvicorn", "config.asgi:application", "--no-access-log")
READY_SECONDS = 90.0
STOP_SECONDS = 30.0


class Program:
    """A process in a session of its own, so that signals to its group reach nobody else."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        self._arguments = arguments
        self.environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the running process; raises RuntimeError when it was not started."""
        if self._process is None:
            raise RuntimeError(f"{' '.join(self._arguments)} was not started.")
        return self._process.pid

    def start(self) -> None:
        """Start it (again); its output is appended to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=REPOSITORY,
                env=self.environment,
                start_new_session=True,
            )

    def output(self) -> str:
        """Everything that it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal its whole group, as a terminal does, wait, and return the exit code."""
        self.tell(number)
        return self.await_end()

    def tell(self, number: signal.Signals) -> None:
        """Signal its whole group, if it lives."""
        if self._process is not None and self.alive:
            os.killpg(self._process.pid, number)

    def await_end(self) -> int:
        """Wait for the end and return the exit code.

        Raises TimeoutExpired, with the process killed, when that takes more than half a minute.
        """
        try:
            return self._wait(STOP_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        self.tell(signal.SIGKILL)
        self._wait(STOP_SECONDS)

    def _wait(self, seconds: float) -> int:
        return self._process.wait(seconds) if self._process is not None else 0


def environment_for(var_dir: Path, encoder_dir: Path) -> dict[str, str]:
    """The environment of a program of ours, without that of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "VAR_DIR": str(var_dir), "ENCODER_DIR": str(encoder_dir)}


def run(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with its standard output and standard error captured."""
    return subprocess.run(
        arguments,
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=environment,
        timeout=READY_SECONDS,
    )


def living_in(var_dir: Path) -> set[int]:
    """The processes with the folder in their environment, or as their working directory."""
    return {
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _belongs_to(entry, var_dir)
    }


def _belongs_to(process: Path, var_dir: Path) -> bool:
    try:
        told = f"VAR_DIR={var_dir}".encode() in (process / "environ").read_bytes().split(b"\0")
        return told or (process / "cwd").readlink().is_relative_to(var_dir)
    except OSError:  # it has ended, or is a zombie
        return False
