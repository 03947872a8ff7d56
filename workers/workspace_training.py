"""Training as a shell asks for it: what is learnt answers from then on."""

from __future__ import annotations

from workers.champion import model_cache
from workers.db.engine import engine
from workers.encoding import encoder
from workers.retraining.learning import Report, keep, learn_to_rank, learn_to_understand


def has_champion() -> bool:
    """Whether there is a champion that this release reads, on this machine's encoder."""
    return model_cache().current(encoder().identity) is not None


def train_workspace(seed: int, report: Report) -> str:
    """Train on all that was taught; what is learnt answers from now on. Returns its version.

    Raises TooFewExamplesError before anything is changed.
    """
    learnt = learn_to_understand(seed, report)
    with engine().begin() as connection:
        keep(connection, learnt, serves=True)
    return learnt.version


def train_ranking(report: Report) -> None:
    """Learn from what agents chose; what ranks no worse than the champion ranks from now on."""
    learnt = learn_to_rank(report)
    if learnt is not None:
        with engine().begin() as connection:
            keep(connection, learnt, serves=True)
