"""Training for `python -m workers train`: the new version serves, whatever served before."""

from __future__ import annotations

from config.console import Say
from workers.db.engine import engine
from workers.loaded.champion import champion
from workers.loaded.encoder import encoder
from workers.training.versions import store, train_ranking, train_understanding


def has_champion() -> bool:
    """Whether there is a champion that this release reads, on this machine's encoder."""
    return champion(encoder().identity).current() is not None


def train_workspace(seed: int, report: Say) -> str:
    """Train on all that was taught, and let the result serve. Returns its version.

    Raises TooFewExamplesError before anything is changed.
    """
    trained = train_understanding(seed, report)
    with engine().begin() as connection:
        store(connection, trained, serves=True)
    # It may have looked a moment ago, when there was none.
    champion.cache_clear()
    return trained.version


def train_workspace_ranking(report: Say) -> None:
    """Learn from what agents chose; the result serves where it ranks no worse than the champion."""
    trained = train_ranking(report)
    if trained is not None:
        with engine().begin() as connection:
            store(connection, trained, serves=True)
