"""Who runs the server: one process, the one after it, or commands that come and go."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from config.services.postgres import EmbeddedPostgres
from config.services.processes import works_in
from tests.integration.services.owners import Owner
from tests.integration.services.postgres.rows import is_served, postmaster, read_row, write_row


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


def test_ctrl_c_reaches_the_owner_and_not_the_server(owner: Owner, var_dir: Path) -> None:
    assert os.getsid(postmaster(var_dir)) != os.getsid(owner.pid)
    assert owner.interrupt() == 0
    assert not is_served(var_dir)


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
