"""The ranker of this process: the champion, or the priors before the first training."""

from __future__ import annotations

from functools import cache

from workers.db import models
from workers.db.engine import statements
from workers.loaded.timed_cache import TimedCache
from workers.models.ranker import PRIORS, Ranker, read_ranker

REFRESH_SECONDS = 5.0


@cache
def ranker() -> TimedCache[Ranker]:
    """The ranker of this process, looked up again every few seconds."""
    return TimedCache("ranker", PRIORS, _read_ranker, REFRESH_SECONDS)


def _read_ranker(before: Ranker) -> Ranker:
    """Another ranker, or the previous one where nothing has changed."""
    with statements().connect() as connection:
        version = models.find_champion(connection, "ranking") or PRIORS.version
        if version in {before.version, PRIORS.version}:
            return before if version == before.version else PRIORS
        return read_ranker(version, models.read_files(connection, version))
