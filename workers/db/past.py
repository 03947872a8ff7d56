"""Solved questions: what was asked before in the same inbox, and what answered it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from workers.db.vectors import Vectors
from workers.records.knowledge import PastAnswer

_INBOXES = text("""
SELECT id, inbox_id FROM conversations_conversation WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_NAMED_INBOXES = text("SELECT name, id FROM conversations_inbox ORDER BY name")


def read_inboxes(connection: Connection, conversation_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The inbox of each conversation."""
    rows = connection.execute(_INBOXES, {"ids": list(conversation_ids)})
    return {row.id: row.inbox_id for row in rows}


def list_inboxes(connection: Connection) -> dict[str, UUID]:
    """Every inbox by its name."""
    return {row.name: row.id for row in connection.execute(_NAMED_INBOXES)}


_PAST = text("""
SELECT array_agg(found.id ORDER BY found.score DESC),
    array_agg(found.score ORDER BY found.score DESC)
FROM (
    SELECT CAST(vector AS halfvec(384)) AS vector, inbox_id, number
    FROM unnest(CAST(:vectors AS vector[]), CAST(:inboxes AS uuid[]))
        WITH ORDINALITY AS given(vector, inbox_id, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT known.id, -(CAST(embedding AS halfvec(384)) <#> query.vector) AS score
    FROM knowledge_passagevector AS vector
    JOIN knowledge_passage AS passage ON passage.id = vector.passage_id
    JOIN knowledge_solvedquestion AS known ON known.id = passage.solved_question_id
    -- Postgres would look up the vectors of all other passages too, were it not told.
    WHERE passage.solved_question_id IS NOT NULL
        AND vector.encoder = :encoder AND vector.of_question AND known.inbox_id = query.inbox_id
    ORDER BY CAST(embedding AS halfvec(384)) <#> query.vector LIMIT :limit
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")
_QUESTIONS = text("""
SELECT id, question, answer, article_id, macro_id, intent, language
FROM knowledge_solvedquestion WHERE id = ANY(CAST(:ids AS uuid[]))
""")


def find_past(
    connection: Connection,
    encoder: str,
    vectors: Vectors,
    inbox_ids: Sequence[UUID | None],
    limit: int,
) -> list[list[PastAnswer]]:
    """The nearest questions of each vector's inbox that were solved before, the nearest first."""
    given = {"vectors": vectors, "inboxes": list(inbox_ids), "encoder": encoder, "limit": limit}
    found = [
        [(id_, score) for id_, score in zip(*arrays, strict=True) if id_ is not None]
        for arrays in connection.execute(_PAST, given)
    ]
    # Many messages are near the same questions; each of these is read once.
    ids = {id_ for hits in found for id_, _ in hits}
    known = {row.id: row for row in connection.execute(_QUESTIONS, {"ids": list(ids)})}
    return [
        [PastAnswer(*(*known[id_], score)) for id_, score in hits if id_ in known] for hits in found
    ]
