"""Hands off when a contact asks for a human by a button or a thumb down, without any model."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.conversations.actions import lock_conversation
from apps.conversations.events import record_about
from apps.conversations.hand_off import hand_off
from apps.conversations.models import Conversation, ConversationStatus
from apps.conversations.owners import give_back
from workers.contracts.events import EventKind


@transaction.atomic
def request_person(conversation_id: UUID, cause: str = "") -> Conversation:
    """Hand off at once; a conversation that was handed off before is reopened.

    `cause`: of the hand-off, for its event. Raises Conversation.DoesNotExist when the
    conversation is gone.
    """
    conversation = lock_conversation(conversation_id)
    if conversation.handed_off_at is None:
        hand_off(conversation, cause)
    elif conversation.status != ConversationStatus.OPEN:
        conversation.status = ConversationStatus.OPEN
        conversation.save(update_fields=["status"])
        record_about(conversation, EventKind.CONVERSATION_REOPENED)
        give_back(conversation)
    return conversation
