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
    has_ended,
    is_free,
    kill_those_in,
    remembered_port,
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


LEADER_LEAVES_ITS_THREAD = """
import ctypes, sys, threading
threading.Thread(target=sys.stdin.read).start()
ctypes.CDLL(None).syscall(60, 0)
"""


def test_a_dead_leader_whose_thread_lives_has_not_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEADER_LEAVES_ITS_THREAD]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE) as leader:
        assert wait_until(lambda: not works_in(leader.pid, tmp_path), 10)
        assert not has_ended(leader.pid)
        leader.kill()
        assert wait_until(lambda: has_ended(leader.pid), 10)


def test_all_that_works_in_a_folder_is_killed_and_nothing_else(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    sleepers = []
    for folder in (inside, inside, outside):
        folder.mkdir(exist_ok=True)
        sleepers.append(
            subprocess.Popen([sys.executable, "-c", "input()"], cwd=folder, stdin=subprocess.PIPE)
        )
    try:
        kill_those_in(inside, 10)
        assert [has_ended(sleeper.pid) for sleeper in sleepers] == [True, True, False]
    finally:
        for sleeper in sleepers:
            sleeper.kill()
            sleeper.communicate()


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


def test_a_port_is_remembered_and_an_empty_memory_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "port"
    port = remembered_port(file)
    assert remembered_port(file) == port
    file.write_text("")
    again = remembered_port(file)
    assert again in PORTS
    assert remembered_port(file) == again
