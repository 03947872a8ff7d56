"""Finds conversations and messages that the caller may see, or raises a problem."""

from __future__ import annotations

from uuid import UUID

from apps.conversations.models import Conversation, Message
from apps.widget.authentication import Access
from apps.widget.problems import Problem


def find_conversation(access: Access, conversation_id: UUID) -> Conversation:
    """A conversation that the caller may see. Raises Problem (404)."""
    conversation = access.conversations().filter(id=conversation_id).first()
    if conversation is None:
        raise no_conversation()
    return conversation


def find_message(access: Access, message_id: UUID) -> Message:
    """A message that the caller may see, with its author and conversation. Raises Problem (404)."""
    messages = access.messages().select_related("agent", "conversation")
    message = messages.filter(id=message_id).first()
    if message is None:
        raise no_message()
    return message


def no_conversation() -> Problem:
    return Problem(404, "No conversation of yours has this id.")


def no_message() -> Problem:
    return Problem(404, "No message of yours has this id.")
