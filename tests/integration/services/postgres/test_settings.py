"""How the server is set, and that it says nothing of what it was told."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest

from config.services.postgres import EmbeddedPostgres


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
