"""The kind of work of trainings, which the pool `feedback.training` runs."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from apps.dispatch.actions import record_event
from apps.dispatch.kinds import Kind, register
from apps.dispatch.models import Work
from apps.learning.models import TrainingRun
from workers.contracts.events import EventKind
from workers.contracts.pipelines import Lane

ADVICE = (
    "Look whether the pool feedback.training has memory enough, and is not stopped half-way again "
    "and again; then begin a new training."
)


def _fail_run(run_id: UUID) -> None:
    run = TrainingRun.objects.filter(id=run_id, state=TrainingRun.State.OPEN).first()
    if run is None:
        return
    run.state, run.ended_at = TrainingRun.State.FAILED, timezone.now()
    reason = Work.objects.filter(kind=TRAINING.name, subject_id=run_id).latest("id").last_error
    if reason not in run.said:
        # Where its workers were killed, the run only has their progress, not the reason.
        run.said = [*run.said, f"It was given up: {reason}", ADVICE]
    run.save(update_fields=["state", "ended_at", "said"])
    record_event(EventKind.TRAINING_FAILED, subject=str(run_id))


def _refuse_redrive(run_id: UUID) -> str:
    return "Begin a new training instead, under Learning → Models."


TRAINING = Kind(
    name="training", lane=Lane.TRAINING, on_failed=_fail_run, refuse_redrive=_refuse_redrive
)
register(TRAINING)
