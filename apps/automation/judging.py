"""Judging as work: the events since the last time say in which conversations something happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.utils import timezone

from apps.automation.actions import judge_conversations, review
from apps.automation.models import Reading
from apps.dispatch.models import Event
from apps.learning.models import Intent

EVERY = timedelta(seconds=10)
MOST_EVENTS = 500
# By then the feedback pool has measured what was edited.
SETTLING = timedelta(seconds=5)
TELLING = (
    "feedback.given",
    "message.sent",
    "message.done",
    "conversation.handed_off",
    "conversation.resolved",
)
SUBJECT = UUID("00000000-0000-7000-8000-000000000002")


def judge_what_happened() -> datetime:
    """Read some events, judge their conversations, review their intents; when to read on."""
    reading, _ = Reading.objects.get_or_create()
    settled = timezone.now() - SETTLING
    following = Event.objects.filter(position__gt=reading.position).order_by("position")
    read = list(takewhile(lambda event: event.created_at < settled, following[:MOST_EVENTS]))
    if read:
        told = (event for event in read if event.kind in TELLING)
        changed = judge_conversations(
            {each.conversation_id for each in told if each.conversation_id}
        )
        for intent in Intent.objects.filter(id__in=changed):
            review(intent)
        reading.position = max(event.position or 0 for event in read)
        reading.save()
    return timezone.now() + (EVERY if len(read) < MOST_EVENTS else timedelta())
