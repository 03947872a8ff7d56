"""What a caller may see, or a problem that says that there is nothing of theirs."""

from __future__ import annotations

from uuid import UUID

from apps.conversations.models import Conversation, Message
from apps.widget.authentication import Access
from apps.widget.problems import Problem


def find_conversation(access: Access, conversation_id: UUID) -> Conversation:
    """Raises Problem (404)."""
    conversation = access.conversations().filter(id=conversation_id).first()
    if conversation is None:
        raise no_conversation()
    return conversation


def find_message(access: Access, message_id: UUID) -> Message:
    """With its author and its conversation. Raises Problem (404)."""
    messages = access.messages().select_related("agent", "conversation")
    message = messages.filter(id=message_id).first()
    if message is None:
        raise no_message()
    return message


def no_conversation() -> Problem:
    return Problem(404, "No conversation of yours has this id.")


def no_message() -> Problem:
    return Problem(404, "No message of yours has this id.")
