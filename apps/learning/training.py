"""When the models learn: whenever somebody asks, and once a day where something was taught."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import Agent
from apps.dispatch.actions import enqueue, record_event
from apps.dispatch.models import Event
from apps.learning.kinds import TRAINING
from apps.learning.models import ModelVersion, TrainingRun

SUBJECT = UUID("00000000-0000-7000-8000-000000000004")
LOOK_EVERY = timedelta(minutes=10)
TEACHING = (
    "intent.saved",
    "intent.deleted",
    "sentiment.taught",
    "sentiment.forgotten",
    "feedback.given",
    "conversation.resolved",
)


@transaction.atomic
def begin_training(by: Agent | None = None) -> TrainingRun:
    """Have the models learn what was taught; one that is under way already is enough."""
    run, is_new = TrainingRun.objects.get_or_create(
        state=TrainingRun.State.OPEN, defaults={"asked_by": by}
    )
    if is_new:
        enqueue(TRAINING, run.id)
        record_event("training.asked", subject=str(run.id), by=by and str(by.id))
    return run


def train_when_due() -> datetime:
    """Begin one where something was taught since the last, and that is long enough ago; when to
    look again. The first one is begun by hand, or by whoever installs."""
    now, last = timezone.now(), _last_training()
    interval = timedelta(hours=settings.RETRAIN_HOURS)
    if interval and last and now - last >= interval and _was_taught(since=last):
        begin_training()
    return now + LOOK_EVERY


def _last_training() -> datetime | None:
    """Whoever began it, in the desk or in a shell."""
    asked = TrainingRun.objects.aggregate(last=Max("asked_at"))["last"]
    made = ModelVersion.objects.aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (asked, made)), default=None)


def _was_taught(since: datetime) -> bool:
    return Event.objects.filter(created_at__gt=since, kind__in=TEACHING).exists()
