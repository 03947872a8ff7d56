"""What administrators taught of entities, in this process: looked up in Postgres."""

from __future__ import annotations

from functools import cache

from workers.db.engine import statements
from workers.db.taught import read_taught
from workers.preprocessing.lexicon_cache import LexiconCache
from workers.text.patterns import Taught


@cache
def lexicon_cache() -> LexiconCache:
    """The one of this process."""
    return LexiconCache(_read_taught)


def _read_taught() -> Taught:
    with statements().connect() as connection:
        return read_taught(connection)
