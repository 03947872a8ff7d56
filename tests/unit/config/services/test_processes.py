"""What the machine says about its processes and ports."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

from config.services.processes import (
    PORTS,
    free_port,
    is_free,
    send,
    wait_until,
    working_in,
    works_in,
)


def test_a_process_is_found_by_its_working_directory_until_it_ends(tmp_path: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path, stdin=-1)
    try:
        assert working_in(tmp_path) == {sleeper.pid}
        assert works_in(sleeper.pid, tmp_path)
        assert not works_in(sleeper.pid, Path("/"))
    finally:
        sleeper.kill()
    # It stays a zombie until it is waited for, and a zombie works nowhere.
    assert wait_until(lambda: not works_in(sleeper.pid, tmp_path), 10)
    sleeper.communicate()
    send(signal.SIGKILL, {sleeper.pid})


def test_waiting_ends_when_the_time_has_passed() -> None:
    assert not wait_until(lambda: False, 0.01)


def test_a_port_with_a_listener_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_a_free_port_is_outside_the_range_of_outgoing_connections() -> None:
    port = free_port()
    assert port in PORTS
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert port < lowest
