"""Who holds a lock file, and who learns of it."""

from __future__ import annotations

import os
from pathlib import Path

from config.services.locks import FileLock


def test_a_second_holder_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.try_exclusive()
    assert not second.try_exclusive()
    assert not second.held
    assert second.holder() == f"process {os.getpid()}"


def test_a_released_lock_can_be_taken_by_another(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.try_exclusive()
    first.release()
    assert second.try_exclusive()


def test_the_last_of_those_who_share_a_lock_can_take_it_alone(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.share()
    second.share()
    assert not first.try_exclusive()
    assert second.try_exclusive()


def test_a_lock_that_nobody_ever_took_has_an_unknown_holder(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.share()
    assert lock.holder() == "process unknown"
