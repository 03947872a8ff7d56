"""Changes conversations. Every function is a transaction, or part of the caller's."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.accounts.models import Agent
from apps.conversations.append import APPENDED, append_message
from apps.conversations.events import record_about
from apps.conversations.kinds import MESSAGE
from apps.conversations.models import (
    Contact,
    Conversation,
    ConversationStatus,
    Direction,
    Inbox,
    Message,
    SenderType,
)
from apps.conversations.owners import give_back
from apps.conversations.unseen import find_unseen
from apps.dispatch.actions import enqueue_turn
from workers.contracts.events import EventKind


@transaction.atomic
def start_conversation(
    inbox: Inbox,
    *,
    external_id: str | None = None,
    name: str = "",
    email: str = "",
    zone: str = "",
) -> Conversation:
    """Open a conversation for a known contact (`external_id`, verified) or for a new visitor."""
    details = {"name": name, "email": email, "zone": zone}
    contact = _find_or_create_contact(inbox, external_id, details)
    conversation = Conversation.objects.create(inbox=inbox, contact=contact)
    record_about(conversation, EventKind.CONVERSATION_STARTED)
    return conversation


@transaction.atomic
def receive_message(conversation_id: UUID, text: str, traceparent: str | None = None) -> Message:
    """Accept a contact's message: store it with its work and its event, or nothing of them.

    It is everybody's where the agent who had the conversation has left since it was resolved.
    Raises Conversation.DoesNotExist when the conversation is gone.
    """
    conversation = lock_conversation(conversation_id)
    message = append_message(
        conversation,
        text=text,
        direction=Direction.INCOMING,
        sender_type=SenderType.CONTACT,
    )
    conversation.status = ConversationStatus.OPEN
    conversation.save(update_fields=[*APPENDED, "status"])
    give_back(conversation)
    superseded = enqueue_turn(
        MESSAGE, message.id, conversation.id, size=len(text), traceparent=traceparent
    )
    for earlier_id in superseded:
        record_about(
            conversation,
            EventKind.MESSAGE_SUPERSEDED,
            message_id=earlier_id,
            superseded_by=str(message.id),
        )
    record_about(conversation, EventKind.MESSAGE_RECEIVED, message_id=message.id)
    return message


@transaction.atomic
def send_reply(
    conversation_id: UUID, agent: Agent | None, text: str, *, seen: int | None = None
) -> Message:
    """Answer as a human; the bot does not answer earlier messages any more.

    `seen`: the newest sequence that was on the agent's page. What the contact has written since is
    still to be answered.
    """
    conversation = lock_conversation(conversation_id)
    unseen = find_unseen(conversation, seen)
    message = append_message(
        conversation,
        text=text,
        direction=Direction.OUTGOING,
        sender_type=SenderType.AGENT,
        agent=agent,
    )
    conversation.status = ConversationStatus.OPEN if unseen else ConversationStatus.WAITING
    conversation.answered_sequence = unseen - 1 if unseen else message.sequence
    conversation.save(update_fields=[*APPENDED, "status", "answered_sequence"])
    record_about(conversation, EventKind.MESSAGE_SENT, message_id=message.id)
    return message


def lock_conversation(conversation_id: UUID) -> Conversation:
    """Lock a conversation. Everything that appends to it holds this lock.

    Raises Conversation.DoesNotExist when it is gone.
    """
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("inbox")
        .get(id=conversation_id)
    )


def _find_or_create_contact(
    inbox: Inbox, external_id: str | None, given: dict[str, str]
) -> Contact:
    details = {field: value for field, value in given.items() if value}
    if external_id is None:
        return Contact.objects.create(inbox=inbox, **details)
    contact, _ = Contact.objects.update_or_create(
        inbox=inbox, external_id=external_id, defaults=details
    )
    return contact
