"""When the models learn: whenever somebody asks, and once a day where something was taught."""

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
)
EXAMPLES = (Example, SentimentExample)


@transaction.atomic
def begin_training(by: Agent | None = None) -> TrainingRun:
    """Have the models learn what was taught; one that is under way already is enough."""
    run, is_new = TrainingRun.objects.get_or_create(
        state=TrainingRun.State.OPEN, defaults={"asked_by": by}
    )
    if is_new:
        enqueue(TRAINING, run.id)
        record_event(EventKind.TRAINING_ASKED, subject=str(run.id), by=by and str(by.id))
    return run


def train_when_due() -> datetime:
    """Begin one where something was taught that no training has read, and the last was begun long
    enough ago; when to look again. The first one is begun by hand, or by whoever installs."""
    now, begun, read = timezone.now(), _last_begun(), _last_read()
    interval = timedelta(hours=settings.RETRAIN_HOURS)
    if interval and begun and read and now - begun >= interval and _was_taught(since=read):
        begin_training()
    return now + LOOK_EVERY


def _last_begun() -> datetime | None:
    """Whatever came of it, and whoever began it, in the desk or in a shell."""
    asked = TrainingRun.objects.aggregate(last=Max("asked_at"))["last"]
    made = ModelVersion.objects.aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (asked, made)), default=None)


def _last_read() -> datetime | None:
    """When the last completed training began, and so before it read anything. Of trainings from a
    shell only the end is known."""
    done = TrainingRun.objects.filter(state=TrainingRun.State.DONE)
    here = done.filter(started_at__lte=OuterRef("created_at"), ended_at__gte=OuterRef("created_at"))
    in_shell = ModelVersion.objects.exclude(Exists(here))
    began = done.aggregate(last=Max("started_at"))["last"]
    made = in_shell.aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (began, made)), default=None)


def _was_taught(since: datetime) -> bool:
    """Taken for granted where the events of that time are no longer kept."""
    return (
        timezone.now() - since >= KEPT_EVENTS
        or Event.objects.filter(created_at__gt=since, kind__in=TEACHING).exists()
        # What was imported by a command, or written in the admin, records no event.
        or any(kind.objects.filter(id__gt=_id_at(since)).exists() for kind in EXAMPLES)
    )


def _id_at(moment: datetime) -> UUID:
    """The first of the ids that were given from this millisecond on: a UUID 7 begins with it."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80)
