"""A training as work: the pool of trainings does it, however long that takes."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from apps.dispatch.actions import record_event
from apps.dispatch.kinds import Kind, register
from apps.learning.models import TrainingRun
from workers.contracts.pipelines import Lane


def _tell_failed(run_id: UUID) -> None:
    open_run = TrainingRun.objects.filter(id=run_id, state=TrainingRun.State.OPEN)
    if open_run.update(state=TrainingRun.State.FAILED, ended_at=timezone.now()):
        record_event("training.failed", subject=str(run_id))


def _refuse_redrive(run_id: UUID) -> str:
    return "Begin a new training instead, under Learning → Models."


TRAINING = Kind(
    name="training", lane=Lane.TRAINING, on_failed=_tell_failed, refuse_redrive=_refuse_redrive
)
register(TRAINING)
