"""Runs several processes in one terminal: prefixes their output, and reports when one ends."""

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
# The kernel kills children when the supervisor is killed, so that none keeps a port or a queue.
BOUND_TO_PARENT = ("setpriv", "--pdeathsig", "KILL")


class Child:
    """A process that is restarted when a signal ended it.

    One that exits by itself has printed why, and would do the same again.
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
            again = self._report_end(process.wait()) and not self._stopping.wait(RESTART_SECONDS)

    def stop(self, number: signal.Signals) -> None:
        """Send it a signal, and do not restart it."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.send_signal(number)

    def _start(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            # In a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone.
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

    def _report_end(self, code: int) -> bool:
        """Report how it ended, unless that was wanted. Returns whether to restart it."""
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
    stopping = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stopping.set())
    width = max(map(len, commands))
    children = [
        Child(name.ljust(width), command, environment, say) for name, command in commands.items()
    ]
    threads = [threading.Thread(target=child.run, daemon=True) for child in children]
    for thread in threads:
        # The kernel binds a child to the thread that started it, so each has a thread of its own.
        thread.start()
    while not stopping.wait(LOOK_SECONDS) and any(thread.is_alive() for thread in threads):
        pass
    if not stopping.is_set():
        return 1
    say("Stopping …")
    _stop(children, threads)
    return 0


def _stop(children: Sequence[Child], threads: Sequence[threading.Thread]) -> None:
    """Ask all to end, and kill those that do not end in time."""
    for child in children:
        child.stop(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.stop(signal.SIGKILL)
    for thread in threads:
        thread.join()
