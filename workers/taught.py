"""What administrators taught of entities, in this process: looked up in Postgres."""

from __future__ import annotations

from functools import cache

import structlog

from workers.db.engine import statements
from workers.db.taught import read_taught
from workers.remembered import Remembered
from workers.text.patterns import Lexicon, Taught

log = structlog.get_logger()
REFRESH_SECONDS = 5.0


@cache
def lexicon() -> Remembered[Lexicon]:
    """The one of this process: a change reaches every pool without a restart."""
    return Remembered(Lexicon(Taught()), _read_lexicon, REFRESH_SECONDS)


def _read_lexicon(before: Lexicon) -> Lexicon:
    """Made anew only where something has changed."""
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
