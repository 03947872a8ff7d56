"""Judges answers every few seconds, in the conversations that have new events."""

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
# Events wait so long, because people often do several things about a message in a row.
SETTLING = timedelta(seconds=5)
# Edits wait longer, for the feedback pool to measure them, but not for ever: while the pool is away
# or its lane is paused, what contacts say of the bot's answers must still make it stricter.
MEASURING = timedelta(minutes=10)
# An agent takes back that a conversation is resolved.
REOPENING = (EventKind.CONVERSATION_REOPENED, EventKind.ACTION_UNDONE)
JUDGED = (
    EventKind.FEEDBACK_GIVEN,
    EventKind.MESSAGE_SENT,
    EventKind.MESSAGE_DONE,
    EventKind.CONVERSATION_HANDED_OFF,
    EventKind.CONVERSATION_RESOLVED,
    *REOPENING,
)
SUBJECT = UUID("00000000-0000-7000-8000-000000000002")


def judge_what_happened() -> datetime:
    """Judge the conversations of some events and review their intents. Returns when to go on."""
    reading, _ = Reading.objects.get_or_create()
    now, unmeasured = timezone.now(), _list_unmeasured()

    def can_be_judged(event: Event) -> bool:
        edited = event.kind == EventKind.FEEDBACK_GIVEN and event.message_id in unmeasured
        return event.created_at < now - (MEASURING if edited else SETTLING)

    following = Event.objects.filter(position__gt=reading.position).order_by("position")
    read = list(takewhile(can_be_judged, following[:MOST_EVENTS]))
    if read:
        changed = judge_conversations(
            _list_conversations(read, JUDGED), reopened=_list_conversations(read, REOPENING)
        )
        for intent in Intent.objects.filter(id__in=changed):
            review(intent)
        reading.position = max(event.position or 0 for event in read)
        reading.save()
    return timezone.now() + (EVERY if len(read) < MOST_EVENTS else timedelta())


def _list_conversations(events: Iterable[Event], kinds: Collection[str]) -> set[UUID]:
    matching = (event for event in events if event.kind in kinds)
    return {event.conversation_id for event in matching if event.conversation_id}


def _list_unmeasured() -> set[UUID]:
    """The messages whose edited reply the feedback pool has still to measure.

    Judged before that, such a reply would count neither as right nor as wrong.
    """
    open_work = Work.objects.filter(kind=FEEDBACK.name, state__in=OPEN_STATES)
    edited = Feedback.objects.filter(
        id__in=open_work.values("subject_id"), outcome=Feedback.Outcome.EDITED, label=None
    )
    return set(edited.values_list("message_id", flat=True))
