"""What cannot be served is said in one sentence, with the repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.services.cluster import PostgresError
from config.services.postgres import EmbeddedPostgres
from tests.integration.services.owners import Owner
from tests.integration.services.postgres.rows import is_served


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
