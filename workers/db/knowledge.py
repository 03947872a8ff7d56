"""Passages: their texts, and their embeddings by encoder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection, text

from workers.db.vectors import Floats, Vectors
from workers.records.knowledge import Passage

_SOURCED = """
SELECT passage.id, passage.article_id, passage.macro_id, passage.title, passage.text,
    coalesce(article.title, macro.title, ''),
    coalesce(article.audience = 'customers', true), passage.language,
    coalesce(article.updated_at, macro.updated_at), passage.solved_question_id
FROM knowledge_passage AS passage
LEFT JOIN knowledge_article AS article ON article.id = passage.article_id
LEFT JOIN knowledge_macro AS macro ON macro.id = passage.macro_id
WHERE"""
_UNEMBEDDED = text(f"""
{_SOURCED} (article_id = ANY(CAST(:ids AS uuid[])) OR macro_id = ANY(CAST(:ids AS uuid[]))
       OR solved_question_id = ANY(CAST(:ids AS uuid[])))
AND NOT EXISTS (SELECT FROM knowledge_passagevector AS vector
                WHERE vector.passage_id = passage.id AND vector.encoder = :encoder)
""")
_BY_IDS = text(
    f"{_SOURCED} passage.id = ANY(CAST(:ids AS bigint[])) AND passage.solved_question_id IS NULL"
)


def read_unembedded_passages(
    connection: Connection, encoder: str, source_ids: Collection[UUID]
) -> list[Passage]:
    """The passages of these sources that have no embedding by this encoder."""
    rows = connection.execute(_UNEMBEDDED, {"ids": list(source_ids), "encoder": encoder})
    return [Passage(*row) for row in rows]


def read_passages(connection: Connection, ids: Collection[int]) -> dict[int, Passage]:
    """Passages of articles and macros by their ids."""
    if not ids:
        return {}
    return {row.id: Passage(*row) for row in connection.execute(_BY_IDS, {"ids": list(ids)})}


# The join leaves out passages that were replaced meanwhile.
_STORE = text("""
INSERT INTO knowledge_passagevector (passage_id, encoder, embedding, of_question)
SELECT passage.id, :encoder, given.embedding, passage.solved_question_id IS NOT NULL
FROM unnest(CAST(:ids AS bigint[]), CAST(:vectors AS vector[])) AS given(id, embedding)
JOIN knowledge_passage AS passage ON passage.id = given.id
ON CONFLICT (passage_id, encoder) DO UPDATE SET embedding = excluded.embedding
""")


def store_embeddings(
    connection: Connection, encoder: str, embeddings: Mapping[int, Floats]
) -> None:
    """Store passages' embeddings by this encoder beside those by others."""
    if not embeddings:
        return
    vectors = Vectors(embeddings.values())
    connection.execute(_STORE, {"ids": list(embeddings), "vectors": vectors, "encoder": encoder})
