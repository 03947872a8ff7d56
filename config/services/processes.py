"""Processes and ports of this machine, from /proc and the kernel."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

# Below the kernel's range for outgoing connections, so that none of them takes a port.
PORTS = range(20_000, 32_000)
PAUSE = 0.02


def working_in(folder: Path) -> set[int]:
    """The living processes whose working directory is the folder."""
    pids = {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    return {pid for pid in pids if works_in(pid, folder)}


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process lives and has the folder as its working directory."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:  # it has ended, is a zombie, or belongs to somebody else
        return False


def kill_those_in(folder: Path, seconds: float) -> None:
    """Kill the processes that work in the folder, and wait until their files are closed."""
    killed: set[int] = set()

    def all_ended() -> bool:
        living = working_in(folder)
        send(signal.SIGKILL, living)
        killed.update(living)
        return not living and all(has_ended(pid) for pid in killed)

    wait_until(all_ended, seconds)


def has_ended(pid: int) -> bool:
    """Whether nothing of the process runs: a dead leader's threads may still hold its sockets."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return len(threads) == 1 and state == "Z"


def send(signal_number: int, pids: set[int]) -> None:
    """Signal the processes that still live."""
    for pid in pids:
        try:
            os.kill(pid, signal_number)
        except ProcessLookupError:
            continue


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Poll until `done` returns true or the seconds have passed. Returns whether it did."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def is_free(port: int) -> bool:
    """Whether a server could listen on the port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    return next(port for port in random.sample(PORTS, len(PORTS)) if is_free(port))


def remembered_port(file: Path) -> int:
    """The port in the file where it is free, or else another, which is written to the file."""
    remembered = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    # It is empty where the power or the disk's space was gone when it was written.
    if remembered.isdecimal() and is_free(int(remembered)):
        return int(remembered)
    port = free_port()
    file.write_text(f"{port}\n", encoding="utf-8")
    return port
