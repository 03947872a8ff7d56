"""The embedded Postgres, really started, stopped, killed, adopted and shared."""

from __future__ import annotations

import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.services.cluster import PostgresError
from config.services.postgres import EmbeddedPostgres
from config.services.processes import wait_until, works_in
from tests.integration.services.owners import Owner


@pytest.fixture
def var_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def server(var_dir: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(var_dir) as server:
        yield server


@pytest.fixture
def owner(var_dir: Path) -> Iterator[Owner]:
    """Another process that runs the server of `var_dir`."""
    with Owner(EmbeddedPostgres, var_dir) as owner:
        yield owner
    with EmbeddedPostgres(var_dir):
        pass


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def read_row(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def postmaster(var_dir: Path) -> int:
    return int((var_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def is_served(var_dir: Path) -> bool:
    return (var_dir / "postgres" / "postmaster.pid").exists()


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


def test_the_database_is_utf8_checked_durable_and_silent_about_statements(
    server: EmbeddedPostgres,
) -> None:
    expected = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "synchronous_commit": "on",
        "listen_addresses": "127.0.0.1",
        "password_encryption": "scram-sha-256",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "is_superuser": "off",
    }
    with psycopg.connect(server.url) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in expected}
    assert found == {name: (value,) for name, value in expected.items()}


def test_a_failed_statement_leaves_no_customers_words_in_the_log(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE said (words text UNIQUE)")
        connection.execute("INSERT INTO said VALUES ('my secret')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO said VALUES ('my secret')")
    server.stop()
    log = (var_dir / "log" / "postgres.log").read_text()
    assert "said_words_key" in log
    assert "my secret" not in log


def test_every_new_database_knows_vectors(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    with psycopg.connect(server.url.removesuffix("firstline") + "another") as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        assert connection.execute("SELECT '[3,4]'::vector <-> '[0,0]'").fetchone() == (5.0,)


def test_only_its_owner_can_read_the_password(server: EmbeddedPostgres, var_dir: Path) -> None:
    password = var_dir / "postgres.password"
    assert password.read_text().strip() in server.url
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(password.read_text().strip(), "guess"))


def test_a_killed_server_comes_back_with_all_that_was_committed(server: EmbeddedPostgres) -> None:
    write_row(server.url)
    server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)
    assert read_row(server.start()) == 42


def test_a_server_that_outlived_its_owner_is_adopted_and_stopped(
    owner: Owner, var_dir: Path
) -> None:
    write_row(owner.url)
    owner.kill()
    orphan = postmaster(var_dir)
    with EmbeddedPostgres(var_dir) as server:
        assert postmaster(var_dir) == orphan
        assert read_row(server.url) == 42
    assert not works_in(orphan, var_dir / "postgres")


def test_after_a_kill_of_owner_and_server_the_next_start_recovers(
    owner: Owner, var_dir: Path
) -> None:
    write_row(owner.url)
    owner.kill()
    os.kill(postmaster(var_dir), signal.SIGKILL)
    assert is_served(var_dir)
    with EmbeddedPostgres(var_dir) as server:
        assert read_row(server.url) == 42


def test_a_stale_process_id_that_now_belongs_to_a_stranger_does_no_harm(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    server.stop()
    stale = f"{os.getpid()}\n{var_dir}/postgres\n0\n5432\n\n127.0.0.1\n0 0\nready\n"
    (var_dir / "postgres" / "postmaster.pid").write_text(stale)
    server.start()
    assert postmaster(var_dir) != os.getpid()


def test_an_interrupted_making_of_the_data_is_redone(var_dir: Path) -> None:
    (var_dir / "postgres.new").mkdir(parents=True)
    (var_dir / "postgres.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(var_dir) as server:
        write_row(server.url)
    assert not (var_dir / "postgres.new").exists()


def test_a_taken_port_is_left_to_its_holder(server: EmbeddedPostgres) -> None:
    before = server.url
    port = int(before.split(":")[-1].split("/")[0])
    server.stop()
    with socket.create_server(("127.0.0.1", port)):
        assert server.start() != before


def test_a_second_runner_is_refused_in_one_sentence_that_names_the_first(
    owner: Owner, var_dir: Path
) -> None:
    with pytest.raises(PostgresError) as refused:
        EmbeddedPostgres(var_dir).start()
    assert str(refused.value).startswith(f"process {owner.pid} already runs PostgreSQL in ")
    assert len(str(refused.value).splitlines()) == 1


def test_a_lost_password_is_named_with_the_repair(server: EmbeddedPostgres, var_dir: Path) -> None:
    server.stop()
    (var_dir / "postgres.password").unlink()
    with pytest.raises(PostgresError, match=r"postgres\.password is missing .* backup"):
        server.start()
    assert not is_served(var_dir)


def test_a_wrong_password_is_named_with_the_repair(server: EmbeddedPostgres, var_dir: Path) -> None:
    server.stop()
    (var_dir / "postgres.password").write_text("another\n")
    with pytest.raises(
        PostgresError, match=r"does not take its own password; .* back from a backup"
    ):
        server.start()
    assert not is_served(var_dir)


def test_a_server_that_cannot_start_says_why(server: EmbeddedPostgres, var_dir: Path) -> None:
    server.stop()
    (var_dir / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(PostgresError, match=r"did not start: .*; see .*postgres\.log"):
        server.start()


def test_without_a_server_there_is_no_address(var_dir: Path) -> None:
    with pytest.raises(PostgresError, match="start it first"):
        _ = EmbeddedPostgres(var_dir).url


def test_a_command_attaches_to_the_running_server_and_leaves_it_running(
    owner: Owner, var_dir: Path
) -> None:
    with EmbeddedPostgres(var_dir).attach_or_start() as url:
        assert url == owner.url
        write_row(url)
    assert read_row(owner.url) == 42


def test_a_command_without_a_server_has_one_for_its_own_duration(var_dir: Path) -> None:
    with EmbeddedPostgres(var_dir).attach_or_start() as url:
        write_row(url)
    assert not is_served(var_dir)


def test_the_server_of_a_command_lasts_until_the_last_command_ends(var_dir: Path) -> None:
    first = EmbeddedPostgres(var_dir).attach_or_start()
    second = EmbeddedPostgres(var_dir).attach_or_start()
    url = first.__enter__()
    assert second.__enter__() == url
    first.__exit__(None, None, None)
    write_row(url)
    second.__exit__(None, None, None)
    assert not is_served(var_dir)


def test_ctrl_c_reaches_the_owner_and_not_the_server(owner: Owner, var_dir: Path) -> None:
    assert os.getsid(postmaster(var_dir)) != os.getsid(owner.pid)
    assert owner.interrupt() == 0
    assert not is_served(var_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may start it as another user")
def test_as_root_it_runs_as_nobody_below_folders_that_only_root_may_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with Owner(EmbeddedPostgres, closed / "clone" / "var", packages=closed / "packages") as owner:
        write_row(owner.url)
        process = Path(f"/proc/{postmaster(closed / 'clone' / 'var')}")
        assert (process / "exe").readlink().is_relative_to(closed)
        assert "Uid:\t65534\t65534\t65534" in (process / "status").read_text()
        assert owner.interrupt() == 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert closed.stat().st_uid == 0
    assert (closed / "clone" / "var").stat().st_uid == 0


def test_backends_of_a_killed_server_do_not_outlive_the_next_start(
    server: EmbeddedPostgres, var_dir: Path
) -> None:
    with psycopg.connect(server.url) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        server.kill()
        server.start()
        assert wait_until(lambda: not works_in(backend, var_dir / "postgres"), 10)
