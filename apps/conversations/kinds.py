"""A message and a resolved conversation as work: what they wait in, how long, and what happens
when nothing came of it."""

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
    """A conversation's lock comes before the lock of its work, everywhere."""
    Conversation.objects.select_for_update(of=("self",)).filter(messages=message_id).first()


def hand_off_failed_message(message_id: UUID) -> None:
    """A message that the workers could not handle is a human's now, unless it was erased or one
    has answered it: then there is nothing to announce."""
    message = Message.objects.select_related("conversation__inbox").filter(id=message_id).first()
    if message is None:
        return
    conversation = message.conversation
    if not _has_human_answer(message):
        hand_off(conversation)
    record_about(conversation, EventKind.MESSAGE_FAILED, message_id=message_id)


def _has_human_answer(message: Message) -> bool:
    """By an agent's words, or because one has settled it without any."""
    conversation = message.conversation
    later = conversation.messages.filter(sequence__gt=message.sequence)
    return (
        conversation.status == ConversationStatus.RESOLVED
        or later.filter(sender_type=SenderType.AGENT).exists()
    )


def refuse_what_moved_on(message_id: UUID) -> str:
    """Failing gave the conversation to a human: once they have answered, there is nothing to do."""
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

# What was asked and answered in it becomes knowledge.
RESOLVED = Kind(name="resolved", lane=Lane.SOLVED)
register(RESOLVED)
