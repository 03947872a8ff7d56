"""Conversations as the last stage needs them: what a decision depends on, and the lock to write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from workers.contracts.conditions import MESSAGES_READ
from workers.contracts.labels import OUT_OF_SCOPE
from workers.records.decisions import ConversationState


@dataclass(frozen=True)
class HeldConversation:
    """A conversation and a row of its work, both locked until the end of the transaction.

    `sequence`: the place of the message that the work is about.
    `work_waits`: whether earlier work of the conversation still waits behind this one.
    `agent_writes`: whether an agent has touched the composer within the last seconds.
    """

    id: UUID
    inbox_id: UUID
    message_count: int
    answered_sequence: int
    handed_off: bool
    hand_off_text: str
    sequence: int
    work_waits: bool
    agent_writes: bool


_STATES = text("""
SELECT conversation.id, handed_off_at IS NOT NULL, answer.id IS NOT NULL,
    CASE WHEN answer.sender_type = 'bot' THEN (
        SELECT intents->0->>'label' FROM assist_prediction AS prediction
        WHERE prediction.message_id = answer.in_reply_to_id) END,
    conversation.priority, conversation.status, inbox.name, conversation.tags,
    ARRAY(
        SELECT DISTINCT entity->>'label' FROM (
            SELECT entities FROM conversations_message AS message
            JOIN assist_prediction AS prediction ON prediction.message_id = message.id
            WHERE message.conversation_id = conversation.id
            ORDER BY message.sequence DESC LIMIT :messages_read) AS read,
            jsonb_array_elements(entities) AS entity),
    EXISTS (
        SELECT 1 FROM conversations_message AS message
        JOIN assist_prediction AS prediction ON prediction.message_id = message.id
        WHERE message.conversation_id = conversation.id AND decision = 'suggest'
          AND message.sequence > conversation.answered_sequence
          AND (intents->0->>'label' = :out_of_scope OR EXISTS (
            SELECT 1 FROM learning_intent AS intent
            JOIN learning_intent_articles AS linked ON linked.intent_id = intent.id
            WHERE intent.slug = intents->0->>'label')))
FROM conversations_conversation AS conversation
JOIN conversations_inbox AS inbox ON inbox.id = conversation.inbox_id
LEFT JOIN LATERAL (
    SELECT id, sender_type, in_reply_to_id FROM conversations_message AS message
    WHERE message.conversation_id = conversation.id AND message.sender_type IN ('bot', 'agent')
    ORDER BY sequence DESC LIMIT 1) AS answer ON TRUE
WHERE conversation.id = ANY(CAST(:ids AS uuid[]))
""")


def read_states(
    connection: Connection, conversation_ids: Collection[UUID]
) -> dict[UUID, ConversationState]:
    """The states of conversations that decisions depend on, by id."""
    parameters = {
        "ids": list(conversation_ids),
        "messages_read": MESSAGES_READ,
        "out_of_scope": OUT_OF_SCOPE,
    }
    rows = connection.execute(_STATES, parameters)
    return {id_: ConversationState(*state) for id_, *state in rows}


# Locked in the order of conversation ids, each before its work, so that two chains, or a chain and
# the web, never deadlock. A row that changed while its lock was waited for is read anew.
_HOLD = text("""
SELECT work.id, conversation.id, conversation.inbox_id, conversation.message_count,
    conversation.answered_sequence, conversation.handed_off_at IS NOT NULL, inbox.hand_off_text,
    message.sequence, EXISTS (
        SELECT 1 FROM dispatch_work AS earlier
        WHERE earlier.conversation_id = work.conversation_id AND earlier.id < work.id
          AND earlier.state = 'pending'),
    EXISTS (
        SELECT 1 FROM conversations_typing AS typing
        WHERE typing.conversation_id = conversation.id AND typing.until > now())
FROM dispatch_work AS work
JOIN conversations_message AS message ON message.id = work.subject_id
JOIN conversations_conversation AS conversation ON conversation.id = message.conversation_id
JOIN conversations_inbox AS inbox ON inbox.id = conversation.inbox_id
WHERE work.id = ANY(CAST(:work_ids AS bigint[]))
  AND work.lease_token = :token AND work.state = 'leased'
ORDER BY conversation.id FOR UPDATE OF conversation, work
""")


def hold(
    connection: Connection, token: UUID, work_ids: Collection[int]
) -> dict[int, HeldConversation]:
    """Lock the conversations of rows of work that this chain still holds; by id of the row."""
    rows = connection.execute(_HOLD, {"token": token, "work_ids": list(work_ids)})
    return {work_id: HeldConversation(*held) for work_id, *held in rows}


# One that an agent has snoozed meanwhile still comes back when they said, although it is answered;
# but nobody who was promised a person waits as long.
_MOVE_ON = text("""
UPDATE conversations_conversation SET
    message_count = message_count + messaged,
    last_message_at = CASE messaged WHEN 1 THEN now() ELSE last_message_at END,
    status = CASE WHEN replied AND status <> 'snoozed' THEN 'waiting'
        WHEN handed_off AND status = 'snoozed' AND answered_sequence < message_count THEN 'open'
        ELSE status END,
    answered_sequence = CASE WHEN replied THEN message_count + messaged ELSE answered_sequence END,
    handed_off_at = CASE WHEN handed_off THEN now() ELSE handed_off_at END,
    assigned_team_id = CASE WHEN handed_off AND assigned_team_id IS NULL THEN (
        SELECT CAST(min(CAST(team_id AS text)) AS uuid) FROM conversations_inbox_teams AS teams
        WHERE teams.inbox_id = conversations_conversation.inbox_id HAVING count(*) = 1)
        ELSE assigned_team_id END
FROM (
    SELECT moved, CAST(moved = ANY(CAST(:messaged AS uuid[])) AS int) AS messaged,
        moved = ANY(CAST(:replied AS uuid[])) AS replied,
        moved = ANY(CAST(:handed_off AS uuid[])) AS handed_off
    FROM unnest(CAST(:moved AS uuid[])) AS moved
) AS moves WHERE id = moved
""")


def move_on(
    connection: Connection,
    *,
    messaged: Collection[UUID],
    replied: Collection[UUID],
    handed_off: Collection[UUID],
) -> None:
    """Update conversations that are locked: their counts, status and team.

    `messaged`: got a message, of the bot or an announcement; `replied`: those of them that now wait
    for the contact, unless they are snoozed. A conversation that is handed off goes to the team of
    its inbox where there is just one, and else to nobody in particular.
    """
    moved = {*messaged, *handed_off}
    if moved:
        ids = {"messaged": messaged, "replied": replied, "handed_off": handed_off, "moved": moved}
        connection.execute(_MOVE_ON, {name: list(each) for name, each in ids.items()})
