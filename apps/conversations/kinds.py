"""The kinds of work of messages and resolved conversations, and what happens when it fails."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from apps.conversations.events import record_about
from apps.conversations.hand_off import hand_off
from apps.conversations.models import Conversation, ConversationStatus, Message, SenderType
from apps.dispatch.kinds import Kind, register
from workers.contracts.events import EventKind
from workers.contracts.pipelines import Lane


def lock_conversation_of(message_id: UUID) -> None:
    """Lock the conversation of a message, which everybody does before locking its work."""
    Conversation.objects.select_for_update(of=("self",)).filter(messages=message_id).first()


def hand_off_failed_message(message_id: UUID) -> None:
    """Hand off the conversation of a message that failed, unless it was erased or answered."""
    message = Message.objects.select_related("conversation__inbox").filter(id=message_id).first()
    if message is None:
        return
    conversation = message.conversation
    if not _has_human_answer(message):
        hand_off(conversation)
    record_about(conversation, EventKind.MESSAGE_FAILED, message_id=message_id)


def _has_human_answer(message: Message) -> bool:
    """Whether an agent has answered the message, or has resolved the conversation since."""
    conversation = message.conversation
    later = conversation.messages.filter(sequence__gt=message.sequence)
    return (
        conversation.status == ConversationStatus.RESOLVED
        or later.filter(sender_type=SenderType.AGENT).exists()
    )


def refuse_what_moved_on(message_id: UUID) -> str:
    """Why a failed message cannot be tried again, or an empty text."""
    message = Message.objects.select_related("conversation").filter(id=message_id).first()
    if message is None:
        return "The message was erased."
    if message.conversation.answered_sequence > message.sequence:
        return "Somebody has answered since."
    return ""


MESSAGE = Kind(
    name="message",
    lane=Lane.LIVE,
    patience=timedelta(minutes=10),
    lock=lock_conversation_of,
    on_failed=hand_off_failed_message,
    refuse_redrive=refuse_what_moved_on,
)
register(MESSAGE)

# A resolved conversation, from which pools learn solved questions.
RESOLVED = Kind(name="resolved", lane=Lane.SOLVED)
register(RESOLVED)
