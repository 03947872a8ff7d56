"""The word frequencies of this process: how many passages have each word."""

from __future__ import annotations

from functools import cache

from workers.db import search
from workers.db.engine import statements
from workers.loaded.timed_cache import TimedCache
from workers.records.knowledge import Frequencies

REFRESH_SECONDS = 60.0


@cache
def frequencies() -> TimedCache[Frequencies]:
    """The word frequencies of this process, read again each minute."""
    return TimedCache("frequencies", Frequencies(), _read_frequencies, REFRESH_SECONDS)


def _read_frequencies(before: Frequencies) -> Frequencies:
    with statements().connect() as connection:
        return search.read_frequencies(connection)
