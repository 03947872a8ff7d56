"""What is kept through stops, kills and starts."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psycopg
import pytest

from config.services.cluster import PostgresError
from config.services.postgres import EmbeddedPostgres
from config.services.postmaster import Postmaster
from config.services.processes import wait_until, working_in, works_in
from tests.integration.services.postgres.rows import is_served, postmaster, read_row, write_row


def test_a_second_start_finds_the_data_at_the_same_address(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    url = server.url
    write_row(url)
    server.stop()
    assert not is_served(var_dir)
    with EmbeddedPostgres(var_dir) as again:
        assert again.url == url
        assert read_row(again.url) == 42


def test_a_killed_server_comes_back_with_all_that_was_committed(server: EmbeddedPostgres) -> None:
    write_row(server.url)
    server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)
    assert read_row(server.start()) == 42


def test_who_watches_a_server_is_told_when_it_has_ended(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        told, content = (threads.submit(server.watch, each) for each in (threading.Event(), stop))
        time.sleep(2)
        assert not told.done()
        stop.set()
        content.result(timeout=5)
        os.kill(postmaster(var_dir), signal.SIGINT)
        with pytest.raises(PostgresError, match=r"has ended; see .*postgres\.log"):
            told.result(timeout=30)


def test_a_server_that_somebody_kills_is_back_in_a_moment(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    write_row(url := server.url)
    for _ in range(2):
        killed = postmaster(var_dir)
        os.kill(killed, signal.SIGKILL)
        assert wait_until(partial(is_another_ready, var_dir, killed), 30)
    assert server.url == url
    assert read_row(url) == 42


def is_another_ready(var_dir: Path, old: int) -> bool:
    return Postmaster(var_dir / "postgres").is_ready() and postmaster(var_dir) != old


def test_a_server_that_is_stopped_after_it_was_killed_stays_away(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    for pause in (0.0, 0.5, 1.1):
        os.kill(postmaster(var_dir), signal.SIGKILL)
        time.sleep(pause)
        server.stop()
        time.sleep(1.5)
        assert not working_in(var_dir / "postgres")
        server.start()


def test_a_server_that_ends_by_itself_is_left_alone(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    os.kill(postmaster(var_dir), signal.SIGINT)
    assert wait_until(lambda: not is_served(var_dir), 30)
    time.sleep(2.5)
    assert not is_served(var_dir)


def test_a_stale_process_id_that_now_belongs_to_a_stranger_does_no_harm(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    server.stop()
    stale = f"{os.getpid()}\n{var_dir}/postgres\n0\n5432\n\n127.0.0.1\n0 0\nready\n"
    (var_dir / "postgres" / "postmaster.pid").write_text(stale)
    server.start()
    assert postmaster(var_dir) != os.getpid()


def test_an_interrupted_making_of_the_data_is_redone(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir(parents=True)
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path) as server:
        write_row(server.url)
    assert not (tmp_path / "postgres.new").exists()


def test_a_taken_port_is_left_to_its_holder(server: EmbeddedPostgres) -> None:
    before = server.url
    port = int(before.split(":")[-1].split("/")[0])
    server.stop()
    with socket.create_server(("127.0.0.1", port)):
        assert server.start() != before


def test_backends_of_a_killed_server_do_not_outlive_the_next_start(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    with psycopg.connect(server.url) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        server.kill()
        server.start()
        assert wait_until(lambda: not works_in(backend, var_dir / "postgres"), 10)
