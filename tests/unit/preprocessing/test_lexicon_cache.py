"""What was taught, looked up again and again."""

from __future__ import annotations

import pytest

from workers.preprocessing import lexicon_cache
from workers.preprocessing.lexicon_cache import LexiconCache
from workers.text.patterns import Taught

FIRST = Taught(patterns=(("shelf", r"A\d"),))
SECOND = Taught(patterns=(("shelf", r"B\d"),))


class Tables:
    """Stands where the database does."""

    def __init__(self) -> None:
        self.taught = FIRST
        self.reads = 0

    def read(self) -> Taught:
        self.reads += 1
        return self.taught


def test_a_change_is_taken_up_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_cache, "REFRESH_SECONDS", -1.0)
    tables = Tables()
    cache = LexiconCache(tables.read)
    assert [each.label for each in cache.current().find("A1 B1")] == ["shelf"]
    tables.taught = SECOND
    (entity,) = cache.current().find("A1 B1")
    assert entity.value == "B1"


def test_what_has_not_changed_is_not_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_cache, "REFRESH_SECONDS", -1.0)
    cache = LexiconCache(Tables().read)
    assert cache.current() is cache.current()


def test_between_two_looks_the_tables_are_left_alone() -> None:
    tables = Tables()
    cache = LexiconCache(tables.read)
    for _ in range(3):
        cache.current()
    assert tables.reads == 1
