"""Runs a training that was claimed: trains, stores and promotes, and reports to its run."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from config.console import Say
from workers.contracts.envelopes import WorkClaimed
from workers.db import training_runs, work
from workers.db.engine import engine
from workers.errors import PermanentError, SetupError, TransientError, say_reason
from workers.records.models import TrainedVersion
from workers.records.turns import StartedWork
from workers.runtime.lease_renewal import LeaseLostError, keep_lease
from workers.training.promoting import check_encoder, promote_unless_worse
from workers.training.versions import (
    store,
    train_ranking,
    train_understanding,
)

log = structlog.get_logger()
# Fixed, so that the same examples give the same model.
SEED = 0


@dataclass(frozen=True)
class _Trained:
    """The versions of one training; `ranking` is None where no better one was learnt."""

    understanding: TrainedVersion
    ranking: TrainedVersion | None


def train_claimed(claimed: WorkClaimed) -> list[int]:
    """Run the claimed training. While another one is under way, leave it: the lease runs out."""
    with training_runs.training_lock() as is_ours:
        if not is_ours:
            log.info("another_training_is_under_way", work_ids=claimed.items)
            return []
        with engine().begin() as connection:
            started = work.start(connection, claimed.lease_token, claimed.items)
        return [row.id for row in started if _train(claimed, row)]


def _train(claimed: WorkClaimed, run: StartedWork) -> bool:
    """Run one training. Returns whether this process has finished its row of work."""
    lines: list[str] = []
    with engine().begin() as connection:
        began_at = training_runs.begin(connection, run.subject_id)
        if began_at is None:
            # The run has ended already, in whatever way: only its work is left to finish.
            return bool(work.finish(connection, claimed.lease_token, [run.id]))
    with keep_lease(claimed.lease_token, [run.id]) as check_lease:

        def report(line: str) -> None:
            check_lease()
            lines.append(line)
            _say(run.subject_id, line)

        try:
            trained = _learn(report)
        except LeaseLostError:
            log.warning("training_given_up", reason="its lease was lost", work_ids=[run.id])
            return False
        except (TransientError, OperationalError) as error:
            _say(run.subject_id, f"It is tried again soon: {say_reason(error)}")
            raise
        except Exception as error:
            # Another attempt would fail in the same way after minutes. People start a new training
            # when they have mended the cause.
            reason = _advise(error)
            _say(run.subject_id, reason)
            raise PermanentError(reason) from error
    with engine().begin() as connection:
        done = work.finish(connection, claimed.lease_token, [run.id])
        # Empty where another process has started the row anew meanwhile.
        if done:
            verdict = promote_unless_worse(connection, trained.understanding, began_at)
            if trained.ranking is not None:
                store(connection, trained.ranking, serves=True)
            left_out = trained.understanding.left_out
            training_runs.end(connection, run.subject_id, [verdict, *left_out, lines[-1]])
    return bool(done)


def _learn(report: Say) -> _Trained:
    check_encoder()
    return _Trained(train_understanding(SEED, report), train_ranking(report))


def _say(run_id: UUID, line: str) -> None:
    """Report progress. If that fails, the training goes on."""
    try:
        with engine().begin() as connection:
            training_runs.say(connection, run_id, line)
    except SQLAlchemyError as error:
        log.warning("training_not_told", error=type(error).__name__)


def _advise(error: Exception) -> str:
    if isinstance(error, SetupError):
        return str(error)
    return (
        f"It failed ({say_reason(error)}): the log of the pool feedback.training says where. When "
        "that is mended, begin a new training."
    )
