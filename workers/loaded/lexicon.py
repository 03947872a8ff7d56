"""The lexicon of this process: the entities that the workspace was taught."""

from __future__ import annotations

from functools import cache

import structlog

from workers.db.engine import statements
from workers.db.taught_entities import read_taught
from workers.loaded.timed_cache import TimedCache
from workers.text.patterns import Lexicon, Taught

log = structlog.get_logger()
REFRESH_SECONDS = 5.0


@cache
def lexicon() -> TimedCache[Lexicon]:
    """The lexicon of this process, read again every few seconds."""
    return TimedCache("lexicon", Lexicon(Taught()), _read_lexicon, REFRESH_SECONDS)


def _read_lexicon(before: Lexicon) -> Lexicon:
    """A new lexicon, or the previous one where nothing has changed."""
    with statements().connect() as connection:
        taught = read_taught(connection)
    if taught == before.taught:
        return before
    made = Lexicon(taught)
    log.info(
        "lexicon_ready",
        patterns=len(taught.patterns),
        names=len(taught.values),
        refused=len(made.refused),
    )
    return made
