"""What a contact wrote, as the first stage reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, select

from workers.db.tables import conversation, inbox, message
from workers.records import Turn


def read_turns(connection: Connection, message_ids: Collection[UUID]) -> dict[UUID, Turn]:
    """The turn of each message, by the message's id."""
    earlier = _read_earlier_texts(connection, message_ids)
    rows = connection.execute(
        select(message.c.id, message.c.conversation_id, message.c.text, inbox.c.language)
        .join(conversation, conversation.c.id == message.c.conversation_id)
        .join(inbox, inbox.c.id == conversation.c.inbox_id)
        .where(message.c.id.in_(message_ids))
    )
    return {row.id: Turn(*row, earlier_texts=tuple(earlier[row.id])) for row in rows}


def _read_earlier_texts(
    connection: Connection, message_ids: Collection[UUID]
) -> defaultdict[UUID, list[str]]:
    before = message.alias("before")
    rows = connection.execute(
        select(message.c.id, before.c.text)
        .join(conversation, conversation.c.id == message.c.conversation_id)
        .join(before, before.c.conversation_id == message.c.conversation_id)
        .where(
            message.c.id.in_(message_ids),
            before.c.sequence < message.c.sequence,
            before.c.sequence > conversation.c.answered_sequence,
            before.c.sender_type == "contact",
        )
        .order_by(before.c.sequence)
    )
    texts: defaultdict[UUID, list[str]] = defaultdict(list)
    for message_id, text in rows:
        texts[message_id].append(text)
    return texts
