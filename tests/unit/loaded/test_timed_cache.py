"""What is looked up again and again, and never asked for more often than it may be."""

from __future__ import annotations

import pytest
import structlog

from workers.errors import SetupError
from workers.loaded.timed_cache import TimedCache


class Tables:
    """Stands where the database does."""

    def __init__(self) -> None:
        self.value = "first"
        self.reads = 0
        self.is_broken = False

    def read(self, before: str) -> str:
        self.reads += 1
        if self.is_broken:
            raise SetupError("It cannot be read by this release.")
        return self.value


@pytest.fixture
def tables() -> Tables:
    return Tables()


def test_a_change_is_taken_up_without_a_restart(tables: Tables) -> None:
    cached = TimedCache("letters", "nothing", tables.read, seconds=-1)
    assert cached.current() == "first"
    tables.value = "second"
    assert cached.current() == "second"


def test_between_two_looks_the_tables_are_left_alone(tables: Tables) -> None:
    cached = TimedCache("letters", "nothing", tables.read, seconds=60)
    assert [cached.current() for _ in range(3)] == ["first"] * 3
    assert tables.reads == 1


def test_what_cannot_be_read_is_said_and_the_value_before_stays(tables: Tables) -> None:
    cached = TimedCache("letters", "nothing", tables.read, seconds=-1)
    cached.current()
    tables.is_broken = True
    with structlog.testing.capture_logs() as logs:
        assert cached.current() == "first"
    assert [entry["event"] for entry in logs] == ["letters_not_taken_up"]
