"""Conversations as the last stage needs them: what a decision depends on, and the lock to write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from workers.db.tables import conversation, inbox, message
from workers.records import ConversationState


@dataclass(frozen=True)
class LockedConversation:
    """A conversation that nobody else changes until the end of the transaction."""

    id: UUID
    inbox_id: UUID
    message_count: int
    answered_sequence: int
    handed_off: bool
    hand_off_text: str


def read_states(
    connection: Connection, conversation_ids: Collection[UUID]
) -> dict[UUID, ConversationState]:
    """What decisions depend on, by conversation."""
    answered = (
        select(message.c.id)
        .where(
            message.c.conversation_id == conversation.c.id,
            message.c.sender_type.in_(("bot", "agent")),
        )
        .exists()
    )
    rows = connection.execute(
        select(conversation.c.id, conversation.c.handed_off_at.is_not(None), answered).where(
            conversation.c.id.in_(conversation_ids)
        )
    )
    return {id_: ConversationState(*state) for id_, *state in rows}


def lock(
    connection: Connection, conversation_ids: Collection[UUID]
) -> dict[UUID, LockedConversation]:
    """Lock in the order of the ids, so that two chains never wait for each other."""
    rows = connection.execute(
        select(
            conversation.c.id,
            conversation.c.inbox_id,
            conversation.c.message_count,
            conversation.c.answered_sequence,
            conversation.c.handed_off_at.is_not(None),
            inbox.c.hand_off_text,
        )
        .join(inbox, inbox.c.id == conversation.c.inbox_id)
        .where(conversation.c.id.in_(conversation_ids))
        .order_by(conversation.c.id)
        .with_for_update(of=conversation)
    )
    return {row.id: LockedConversation(*row) for row in rows}
