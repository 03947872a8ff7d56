"""Judging as work: the events since the last time say in which conversations something happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.utils import timezone

from apps.assist.kinds import FEEDBACK
from apps.assist.models import Feedback
from apps.automation.actions import judge_conversations, review
from apps.automation.models import Reading
from apps.dispatch.actions import OPEN_STATES
from apps.dispatch.models import Event, Work
from apps.learning.models import Intent
from workers.contracts.events import EventKind

EVERY = timedelta(seconds=10)
MOST_EVENTS = 500
# By then most of what people do about one message has happened.
SETTLING = timedelta(seconds=5)
# So long is waited for the feedback pool to measure an edit: while it is away or its lane paused,
# what contacts say of the bot's answers must still make it stricter.
MEASURING = timedelta(minutes=10)
# An agent has resolved something that was not.
TAKING_BACK = (EventKind.CONVERSATION_REOPENED, EventKind.ACTION_UNDONE)
TELLING = (
    EventKind.FEEDBACK_GIVEN,
    EventKind.MESSAGE_SENT,
    EventKind.MESSAGE_DONE,
    EventKind.CONVERSATION_HANDED_OFF,
    EventKind.CONVERSATION_RESOLVED,
    *TAKING_BACK,
)
SUBJECT = UUID("00000000-0000-7000-8000-000000000002")


def judge_what_happened() -> datetime:
    """Read some events, judge their conversations, review their intents; when to read on."""
    reading, _ = Reading.objects.get_or_create()
    now, unmeasured = timezone.now(), _list_unmeasured()

    def can_be_judged(event: Event) -> bool:
        edited = event.kind == EventKind.FEEDBACK_GIVEN and event.message_id in unmeasured
        return event.created_at < now - (MEASURING if edited else SETTLING)

    following = Event.objects.filter(position__gt=reading.position).order_by("position")
    read = list(takewhile(can_be_judged, following[:MOST_EVENTS]))
    if read:
        changed = judge_conversations(
            _list_conversations(read, TELLING), reopened=_list_conversations(read, TAKING_BACK)
        )
        for intent in Intent.objects.filter(id__in=changed):
            review(intent)
        reading.position = max(event.position or 0 for event in read)
        reading.save()
    return timezone.now() + (EVERY if len(read) < MOST_EVENTS else timedelta())


def _list_conversations(events: Iterable[Event], kinds: Collection[str]) -> set[UUID]:
    told = (event for event in events if event.kind in kinds)
    return {event.conversation_id for event in told if event.conversation_id}


def _list_unmeasured() -> set[UUID]:
    """The messages whose reply was edited by so much as the feedback pool has yet to say: passed
    over, a reply that was hardly kept would count neither as right nor as wrong."""
    open_work = Work.objects.filter(kind=FEEDBACK.name, state__in=OPEN_STATES)
    edited = Feedback.objects.filter(
        id__in=open_work.values("subject_id"), outcome=Feedback.Outcome.EDITED, label=None
    )
    return set(edited.values_list("message_id", flat=True))
