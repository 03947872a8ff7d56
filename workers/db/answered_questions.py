"""Reads what the source classifier learns from: answered questions, and passages of sources."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, text

from workers.records.knowledge import EmbeddedText

_ANSWERED = text("""
SELECT solved.article_id, solved.macro_id, CAST(vector.embedding AS real[]), solved.message_id
FROM (
    SELECT id, article_id, macro_id, message_id FROM knowledge_solvedquestion
    WHERE article_id IS NOT NULL OR macro_id IS NOT NULL ORDER BY id DESC LIMIT :most
) AS solved
JOIN knowledge_passage AS passage ON passage.solved_question_id = solved.id
JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
WHERE vector.encoder = :encoder AND vector.of_question
ORDER BY solved.id
""")


def read_questions(connection: Connection, encoder: str, most: int) -> list[EmbeddedText]:
    """The newest questions that an article or a macro answered, oldest first.

    Of these only those that this encoder has embedded.
    """
    rows = connection.execute(_ANSWERED, {"encoder": encoder, "most": most})
    return [_embedded_text(*row) for row in rows]


def _embedded_text(
    article_id: UUID | None,
    macro_id: UUID | None,
    embedding: list[float],
    message_id: UUID | None = None,
) -> EmbeddedText:
    return EmbeddedText(article_id, macro_id, np.array(embedding, dtype=np.float32), message_id)


_PASSAGES = text("""
SELECT passage.article_id, passage.macro_id, CAST(vector.embedding AS real[])
FROM knowledge_passage AS passage
JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
WHERE vector.encoder = :encoder AND NOT vector.of_question
    AND (passage.article_id = ANY(CAST(:sources AS uuid[]))
        OR passage.macro_id = ANY(CAST(:sources AS uuid[])))
ORDER BY passage.id
""")


def read_passages(
    connection: Connection, encoder: str, sources: Collection[UUID]
) -> list[EmbeddedText]:
    """All passages of these articles and macros that this encoder has embedded."""
    rows = connection.execute(_PASSAGES, {"encoder": encoder, "sources": list(sources)})
    return [_embedded_text(*row) for row in rows]


_COUNTS = text("""
SELECT (SELECT count(*) FROM knowledge_article WHERE status = 'published') AS article,
    (SELECT count(*) FROM knowledge_macro) AS reply
""")


def count_sources(connection: Connection) -> dict[str, int]:
    """How many published articles and macros there are, by the kind of suggestion they make."""
    return dict(connection.execute(_COUNTS).mappings().one())
