"""Solved questions: what was asked before in the same inbox, and what answered it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from workers.db.knowledge import Floats, written
from workers.records import PastAnswer

_INBOXES = text("""
SELECT id, inbox_id FROM conversations_conversation WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_ONLY_INBOX = text("SELECT id FROM conversations_inbox LIMIT 2")


def read_inboxes(connection: Connection, conversation_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The inbox of each conversation."""
    rows = connection.execute(_INBOXES, {"ids": list(conversation_ids)})
    return {row.id: row.inbox_id for row in rows}


def read_only_inbox(connection: Connection) -> UUID | None:
    """The inbox, where there is one and no other."""
    found = connection.scalars(_ONLY_INBOX).all()
    return found[0] if len(found) == 1 else None


_PAST = text("""
SELECT query.number, question.id, question.question, question.answer, question.article_id,
    question.macro_id, question.intent, question.language, found.score
FROM unnest(CAST(:vectors AS halfvec[]), CAST(:inboxes AS uuid[]))
    WITH ORDINALITY AS query(vector, inbox_id, number)
JOIN LATERAL (
    SELECT known.id, -(CAST(embedding AS halfvec(384)) <#> query.vector) AS score
    FROM knowledge_passagevector AS vector
    JOIN knowledge_passage AS passage ON passage.id = vector.passage_id
    JOIN knowledge_solvedquestion AS known ON known.id = passage.solved_question_id
    WHERE vector.encoder = :encoder AND vector.of_question AND known.inbox_id = query.inbox_id
    ORDER BY CAST(embedding AS halfvec(384)) <#> query.vector LIMIT :limit
) AS found ON true
JOIN knowledge_solvedquestion AS question ON question.id = found.id
ORDER BY query.number, found.score DESC
""")


def find_past(
    connection: Connection,
    encoder: str,
    vectors: Floats,
    inbox_ids: Sequence[UUID | None],
    limit: int,
) -> list[list[PastAnswer]]:
    """The nearest questions of each vector's inbox that were solved before, the nearest first."""
    found: list[list[PastAnswer]] = [[] for _ in inbox_ids]
    given = {"vectors": written(vectors), "inboxes": list(inbox_ids)}
    for number, *row in connection.execute(_PAST, given | {"encoder": encoder, "limit": limit}):
        found[number - 1].append(PastAnswer(*row))
    return found
