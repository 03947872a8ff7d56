"""The turns that preprocessing reads."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from workers.records.turns import Turn

_TURNS = text("""
SELECT message.id, message.conversation_id, message.text, inbox.language, ARRAY(
    SELECT earlier.text FROM conversations_message AS earlier
    WHERE earlier.conversation_id = message.conversation_id
      AND earlier.sequence > conversation.answered_sequence
      AND earlier.sequence < message.sequence AND earlier.sender_type = 'contact'
    ORDER BY earlier.sequence), message.created_at, NULLIF(contact.zone, '')
FROM conversations_message AS message
JOIN conversations_conversation AS conversation ON conversation.id = message.conversation_id
JOIN conversations_inbox AS inbox ON inbox.id = conversation.inbox_id
JOIN conversations_contact AS contact ON contact.id = conversation.contact_id
WHERE message.id = ANY(CAST(:ids AS uuid[]))
""")


def read_turns(connection: Connection, message_ids: Collection[UUID]) -> dict[UUID, Turn]:
    """The turn of each message, by the message's id."""
    rows = connection.execute(_TURNS, {"ids": list(message_ids)})
    return {
        id_: Turn(id_, conversation_id, written, language, tuple(earlier), *written_when)
        for id_, conversation_id, written, language, earlier, *written_when in rows
    }
