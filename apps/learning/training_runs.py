"""Starts trainings: when somebody asks for one, and daily where something was taught since."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from apps.accounts.models import Agent
from apps.dispatch.actions import KEPT_EVENTS, enqueue, record_event
from apps.dispatch.models import Event
from apps.learning.kinds import TRAINING
from apps.learning.models import Example, ModelVersion, SentimentExample, TrainingRun
from workers.contracts.events import EventKind

SUBJECT = UUID("00000000-0000-7000-8000-000000000004")
LOOK_EVERY = timedelta(minutes=10)
TEACHING = (
    EventKind.INTENT_SAVED,
    EventKind.INTENT_DELETED,
    EventKind.SENTIMENT_TAUGHT,
    EventKind.SENTIMENT_FORGOTTEN,
    EventKind.FEEDBACK_GIVEN,
    EventKind.CONVERSATION_RESOLVED,
    EventKind.SOLVED_QUESTION_FORGOTTEN,
    EventKind.CONVERSATION_ERASED,
)
EXAMPLES = (Example, SentimentExample)


@transaction.atomic
def begin_training(by: Agent | None = None) -> TrainingRun:
    """Start a training, unless one is under way. Returns its run."""
    run, is_new = TrainingRun.objects.get_or_create(
        state=TrainingRun.State.OPEN, defaults={"asked_by": by}
    )
    if is_new:
        enqueue(TRAINING, run.id)
        record_event(EventKind.TRAINING_ASKED, subject=str(run.id), by=by and str(by.id))
    return run


def train_when_due() -> datetime:
    """Start a training that is due. Returns when to look again.

    It is due when something was taught since the last one read its data, and that began at least
    RETRAIN_HOURS ago. The first one is never due: people start it, or the installation does.
    """
    now, begun, read = timezone.now(), _last_begun(), _last_read()
    interval = timedelta(hours=settings.RETRAIN_HOURS)
    if interval and begun and read and now - begun >= interval and _was_taught(since=read):
        begin_training()
    return now + LOOK_EVERY


def _last_begun() -> datetime | None:
    """When the last training began, in the desk or in a shell, whether it succeeded or not."""
    asked_at = TrainingRun.objects.aggregate(last=Max("asked_at"))["last"]
    created_at = ModelVersion.objects.aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (asked_at, created_at)), default=None)


def _last_read() -> datetime | None:
    """When the last completed training began, which is before it read its data.

    For a training from a shell only the end is known, and that is used.
    """
    done = TrainingRun.objects.filter(state=TrainingRun.State.DONE)
    here = done.filter(started_at__lte=OuterRef("created_at"), ended_at__gte=OuterRef("created_at"))
    in_shell = ModelVersion.objects.exclude(Exists(here))
    began = done.aggregate(last=Max("started_at"))["last"]
    made = in_shell.aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (began, made)), default=None)


def _was_taught(since: datetime) -> bool:
    """Whether anything was taught since then; assumed where events are not kept that long."""
    return (
        timezone.now() - since >= KEPT_EVENTS
        or Event.objects.filter(created_at__gt=since, kind__in=TEACHING).exists()
        # Imports by a command, and changes in the admin, record no event.
        or any(kind.objects.filter(id__gt=_id_at(since)).exists() for kind in EXAMPLES)
    )


def _id_at(moment: datetime) -> UUID:
    """The smallest UUID 7 of this millisecond: a UUID 7 begins with the time."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80)
