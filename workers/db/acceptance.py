"""How often agents accepted each candidate: counted with each label, read with each claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection, text

from workers.records.decisions import AcceptanceCount

Pair = tuple[str, UUID]

# A label judges its suggestion's candidate, or else the reply that the bot sent by itself.
_JUDGEMENTS = text("""
SELECT label.intent,
    coalesce(chosen.macro_id, chosen.article_id, chosen.action_id, chosen.solved_question_id),
    label.value
FROM assist_label AS label
LEFT JOIN conversations_message AS reply
    ON reply.id = label.message_id AND label.suggestion_id IS NULL
LEFT JOIN assist_prediction AS prediction ON prediction.message_id = reply.in_reply_to_id
JOIN LATERAL (
    SELECT macro_id, article_id, action_id, solved_question_id FROM assist_suggestion AS suggestion
    WHERE suggestion.id = label.suggestion_id
        OR (suggestion.prediction_id = prediction.id AND suggestion.macro_id IS NOT NULL)
    ORDER BY rank LIMIT 1
) AS chosen ON true
WHERE label.feedback_id = ANY(CAST(:feedback_ids AS uuid[])) AND label.intent <> ''
""")


def read_judgements(
    connection: Connection, feedback_ids: Collection[UUID]
) -> dict[Pair, AcceptanceCount]:
    """The judgements in these pieces of feedback, by intent and candidate."""
    times: Counter[Pair] = Counter()
    values: defaultdict[Pair, float] = defaultdict(float)
    rows = connection.execute(_JUDGEMENTS, {"feedback_ids": list(feedback_ids)})
    for intent, candidate_id, value in rows:
        if candidate_id is not None:
            times[intent, candidate_id] += 1
            values[intent, candidate_id] += value
    return {pair: AcceptanceCount(times[pair], values[pair]) for pair in times}


# Rows are locked in the same order everywhere, so that two chains never deadlock.
_COUNT = text("""
INSERT INTO assist_acceptance AS stored (intent, candidate_id, times, value)
SELECT * FROM unnest(
    CAST(:intents AS text[]), CAST(:candidates AS uuid[]),
    CAST(:times AS integer[]), CAST(:values AS float8[])
) AS given(intent, candidate_id, times, value) ORDER BY intent, candidate_id
ON CONFLICT (intent, candidate_id) DO UPDATE
SET times = stored.times + excluded.times, value = stored.value + excluded.value
""")


def count(
    connection: Connection,
    before: Mapping[Pair, AcceptanceCount],
    after: Mapping[Pair, AcceptanceCount],
) -> None:
    """Add the difference between what the same labels said `before` and say `after`."""
    nothing = AcceptanceCount(0, 0.0)
    pairs = sorted(before.keys() | after.keys())
    changes = [(before.get(pair, nothing), after.get(pair, nothing)) for pair in pairs]
    if pairs:
        connection.execute(
            _COUNT,
            {
                "intents": [intent for intent, _ in pairs],
                "candidates": [candidate_id for _, candidate_id in pairs],
                "times": [new.times - old.times for old, new in changes],
                "values": [new.value - old.value for old, new in changes],
            },
        )


_ACCEPTANCE = text("""
SELECT intent, candidate_id, times, value FROM assist_acceptance
WHERE intent = ANY(CAST(:intents AS text[]))
""")


def read_acceptance(
    connection: Connection, intents: Collection[str]
) -> dict[str, dict[UUID, AcceptanceCount]]:
    """The counts of each candidate, by intent."""
    counts: defaultdict[str, dict[UUID, AcceptanceCount]] = defaultdict(dict)
    for intent, candidate_id, times, value in connection.execute(
        _ACCEPTANCE, {"intents": list(intents)}
    ):
        counts[intent][candidate_id] = AcceptanceCount(times, value)
    return counts


# Sent is what an agent accepted, and of the bot's answers the best reply among the suggestions.
_SENT = text("""
SELECT asked.id, coalesce(suggestion.macro_id, suggestion.article_id)
FROM conversations_conversation AS asked
JOIN conversations_conversation AS earlier ON earlier.contact_id = asked.contact_id
JOIN conversations_message AS message
    ON message.conversation_id = earlier.id AND message.sequence <= earlier.answered_sequence
JOIN assist_prediction AS prediction ON prediction.message_id = message.id
JOIN LATERAL (
    SELECT macro_id, article_id FROM assist_suggestion AS candidate
    LEFT JOIN assist_feedback AS feedback ON feedback.suggestion_id = candidate.id
    WHERE candidate.prediction_id = prediction.id AND (
        feedback.reply_id IS NOT NULL
        OR (prediction.decision = 'auto_reply' AND candidate.macro_id IS NOT NULL))
    ORDER BY rank LIMIT 1
) AS suggestion ON true
WHERE asked.id = ANY(CAST(:ids AS uuid[]))
""")


def read_sent(
    connection: Connection, conversation_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Which candidates the contacts of these conversations got already, by conversation."""
    sent: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = connection.execute(_SENT, {"ids": list(conversation_ids)})
    for conversation_id, candidate_id in rows:
        if candidate_id is not None:
            sent[conversation_id].add(candidate_id)
    return {id_: frozenset(candidates) for id_, candidates in sent.items()}
