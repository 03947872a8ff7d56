"""Appends messages to conversations: the only function that stores one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.conversations.models import Conversation, Message
from workers.text.cards import mask_cards

# The fields of the conversation that `append_message` changes and its caller saves.
APPENDED = ("message_count", "last_message_at")


def append_message(conversation: Conversation, *, text: str, **fields: Any) -> Message:
    """Store the next message. The caller holds the conversation's lock and saves it afterwards.

    Card numbers are cut to their last four digits before anything is stored.
    """
    conversation.message_count += 1
    conversation.last_message_at = timezone.now()
    return Message.objects.create(
        conversation=conversation,
        sequence=conversation.message_count,
        text=mask_cards(text),
        **fields,
    )
