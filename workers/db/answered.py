"""What articles and prepared replies answered and say, as a ranking learns it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, text

from workers.records.knowledge import EmbeddedText

_ANSWERED = text("""
SELECT known.article_id, known.macro_id, CAST(vector.embedding AS real[]), known.message_id
FROM (
    SELECT id, article_id, macro_id, message_id FROM knowledge_solvedquestion
    WHERE article_id IS NOT NULL OR macro_id IS NOT NULL ORDER BY id DESC LIMIT :most
) AS known
JOIN knowledge_passage AS passage ON passage.solved_question_id = known.id
JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
WHERE vector.encoder = :encoder AND vector.of_question
ORDER BY known.id
""")


def read_answered(connection: Connection, encoder: str, most: int) -> list[EmbeddedText]:
    """The last questions that an article or a macro answered, the oldest first; only those that
    this encoder has embedded."""
    rows = connection.execute(_ANSWERED, {"encoder": encoder, "most": most})
    return [_text(*row) for row in rows]


def _text(
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
    """All that these articles and macros say, as far as this encoder has embedded it."""
    rows = connection.execute(_PASSAGES, {"encoder": encoder, "sources": list(sources)})
    return [_text(*row) for row in rows]
