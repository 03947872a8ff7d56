"""The turns that preprocessing reads."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from workers.contracts.labels import TALK_TO_PERSON
from workers.records.turns import Turn

# Whether a message asked for a person, for nothing else, and a person got it: what follows it is
# another question. `prediction` is that of the message.
PERSON_WAS_ALL = f"""
prediction.decision = 'hand_off' AND prediction.features ->> 'asks_for_person' = 'true'
AND prediction.intents -> 0 ->> 'label' = '{TALK_TO_PERSON}'
AND CAST(prediction.intents -> 0 ->> 'confidence' AS float) >= 0.9
"""
_TURNS = text(f"""
SELECT message.id, message.conversation_id, message.text, inbox.language, ARRAY(
    SELECT earlier.text FROM conversations_message AS earlier
    LEFT JOIN assist_prediction AS prediction ON prediction.message_id = earlier.id
    WHERE earlier.conversation_id = message.conversation_id
      AND earlier.sequence > conversation.answered_sequence
      AND earlier.sequence < message.sequence AND earlier.sender_type = 'contact'
      AND ({PERSON_WAS_ALL}) IS NOT TRUE
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
