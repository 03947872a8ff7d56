"""Snoozes conversations until a time, or until the contact writes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.models import Conversation, ConversationStatus
from apps.conversations.unseen import refuse_unseen
from apps.dispatch.actions import enqueue
from apps.dispatch.kinds import DELIVERY_LANE, Kind, register
from workers.contracts.events import EventKind

# More is a mistake, and dates beyond the year 9999 could not be read back from Postgres.
LONGEST = timedelta(days=366)


@transaction.atomic
def snooze(
    conversation_id: UUID, until: datetime, by: Agent, *, seen: int | None = None
) -> Conversation:
    """Put it away until a moment within a year. Raises ActionRefused for any other.

    `seen`: as of what is resolved.
    """
    if until <= timezone.now():
        raise ActionRefused("Choose a time in the future.")
    if until > timezone.now() + LONGEST:
        raise ActionRefused("Choose a time within the next year.")
    conversation = lock_conversation(conversation_id)
    refuse_unseen(conversation, seen)
    conversation.status = ConversationStatus.SNOOZED
    conversation.snoozed_until = until
    conversation.save(update_fields=["status", "snoozed_until"])
    enqueue(SNOOZE, conversation.id)
    record_about(conversation, EventKind.SNOOZE_SET, by=by, until=until.isoformat())
    return conversation


@transaction.atomic
def end_snooze(conversation_id: UUID) -> datetime | None:
    """Reopen it when the time has come; otherwise return the time to look again."""
    conversation = Conversation.objects.select_for_update().filter(id=conversation_id).first()
    if conversation is None or conversation.status != ConversationStatus.SNOOZED:
        return None
    if conversation.snoozed_until and conversation.snoozed_until > timezone.now():
        return conversation.snoozed_until
    conversation.status = ConversationStatus.OPEN
    conversation.save(update_fields=["status"])
    record_about(conversation, EventKind.SNOOZE_ENDED)
    return None


SNOOZE = Kind(name="snooze", lane=DELIVERY_LANE, deliver=end_snooze)
register(SNOOZE)
