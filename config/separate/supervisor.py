"""Several processes in one terminal: their lines named, their deaths said aloud."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.console import Say

ROOT = Path(__file__).resolve().parents[2]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 20.0
LOOK_SECONDS = 0.2
RESTART_SECONDS = 1.0
# The kernel ends a child whose supervisor is killed: nothing keeps a port or consumes a queue.
BOUND_TO_PARENT = ("setpriv", "--pdeathsig", "KILL")


class Child:
    """One process, started again when a signal ended it: that says nothing about the next time.

    One that ends by itself has said why, and would end the same way again.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], say: Say
    ) -> None:
        self._name = name
        self._command = [*BOUND_TO_PARENT, *command]
        self._environment = environment
        self._say = say
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def run(self) -> None:
        """Run it until `stop`, or until it ends by itself."""
        again = True
        while again:
            process = self._start()
            if process is None:
                return
            self._pass_on(process)
            again = self._mourn(process.wait()) and not self._stopping.wait(RESTART_SECONDS)

    def stop(self, number: signal.Signals) -> None:
        """Signal it, and start it no more."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.send_signal(number)

    def _start(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl-C in the terminal is the supervisor's to hear.
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                cwd=ROOT,
                env=dict(self._environment),
                start_new_session=True,
            )
            return self._process

    def _pass_on(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        with process.stdout as lines:
            for line in lines:
                self._say(f"{self._name} | {line.rstrip()}")

    def _mourn(self, code: int) -> bool:
        """Say how it ended unless that was wanted; says whether to start it again."""
        if self._stopping.is_set():
            return False
        killed = code < 0
        how = f"was ended by {signal.Signals(-code).name}" if killed else f"ended with code {code}"
        then = "it is started again" if killed else "nothing starts it again: Ctrl-C, and mend it"
        self._say(f"*** {self._name} {how}; {then}. ***")
        return killed


def supervise(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], say: Say
) -> int:
    """Run all commands until Ctrl-C, or until none is left. Returns the exit code."""
    told = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: told.set())
    width = max(map(len, commands))
    children = [
        Child(name.ljust(width), command, environment, say) for name, command in commands.items()
    ]
    threads = [threading.Thread(target=child.run, daemon=True) for child in children]
    for thread in threads:
        # A child lives as long as the thread that started it: the kernel binds it to that.
        thread.start()
    while not told.wait(LOOK_SECONDS) and any(thread.is_alive() for thread in threads):
        pass
    if not told.is_set():
        return 1
    say("Stopping …")
    _stop(children, threads)
    return 0


def _stop(children: Sequence[Child], threads: Sequence[threading.Thread]) -> None:
    """Ask all at once; whoever has not ended in time is ended."""
    for child in children:
        child.stop(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.stop(signal.SIGKILL)
    for thread in threads:
        thread.join()
