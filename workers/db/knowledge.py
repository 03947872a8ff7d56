"""Passages: which ones want an embedding, and which ones a message finds."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from workers.records import Hit, Passage

Floats = NDArray[np.float32]


_SOURCED = """
SELECT passage.id, passage.article_id, passage.macro_id, passage.title, passage.text,
    coalesce(article.title, macro.title, ''),
    coalesce(article.audience = 'customers', true)
FROM knowledge_passage AS passage
LEFT JOIN knowledge_article AS article ON article.id = passage.article_id
LEFT JOIN knowledge_macro AS macro ON macro.id = passage.macro_id
WHERE"""
_UNSEEN = text(f"""
{_SOURCED} (article_id = ANY(CAST(:ids AS uuid[])) OR macro_id = ANY(CAST(:ids AS uuid[]))
       OR solved_question_id = ANY(CAST(:ids AS uuid[])))
AND NOT EXISTS (SELECT FROM knowledge_passagevector AS vector
                WHERE vector.passage_id = passage.id AND vector.encoder = :encoder)
""")
_BY_IDS = text(
    f"{_SOURCED} passage.id = ANY(CAST(:ids AS bigint[])) AND passage.solved_question_id IS NULL"
)


def read_unseen_passages(
    connection: Connection, encoder: str, source_ids: Collection[UUID]
) -> list[Passage]:
    """The passages of these sources that this encoder has not embedded."""
    rows = connection.execute(_UNSEEN, {"ids": list(source_ids), "encoder": encoder})
    return [Passage(*row) for row in rows]


def read_passages(connection: Connection, ids: Collection[int]) -> dict[int, Passage]:
    """Passages of articles and macros by their ids."""
    return {row.id: Passage(*row) for row in connection.execute(_BY_IDS, {"ids": list(ids)})}


# A passage that was replaced meanwhile is left out by the join.
_STORE = text("""
INSERT INTO knowledge_passagevector (passage_id, encoder, embedding)
SELECT passage.id, :encoder, given.embedding
FROM unnest(CAST(:ids AS bigint[]), CAST(:vectors AS vector[])) AS given(id, embedding)
JOIN knowledge_passage AS passage ON passage.id = given.id
ON CONFLICT (passage_id, encoder) DO UPDATE SET embedding = excluded.embedding
""")


def store_embeddings(
    connection: Connection, encoder: str, embeddings: Mapping[int, Floats]
) -> None:
    """Give passages their vectors as this encoder sees them; those of others stay."""
    if not embeddings:
        return
    vectors = _written(np.stack(list(embeddings.values())))
    connection.execute(_STORE, {"ids": list(embeddings), "vectors": vectors, "encoder": encoder})


def _written(vectors: Floats) -> list[str]:
    """As pgvector reads them; five digits are far more than the encoder is exact to."""
    return [json.dumps(row) for row in np.round(vectors.astype(np.float64), 5).tolist()]


_NEAREST = text("""
SELECT array_agg(found.id), array_agg(found.score)
FROM unnest(CAST(:vectors AS vector[])) WITH ORDINALITY AS query(vector, number)
LEFT JOIN LATERAL (
    SELECT passage_id AS id, -(embedding <#> query.vector) AS score FROM knowledge_passagevector
    WHERE encoder = :encoder ORDER BY embedding <#> query.vector LIMIT :limit
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")


def find_nearest(
    connection: Connection, encoder: str, vectors: Floats, limit: int
) -> list[list[Hit]]:
    """The nearest passages to each row of `vectors` (n, 384, normalised), by inner product."""
    rows = connection.execute(
        _NEAREST, {"vectors": _written(vectors), "encoder": encoder, "limit": limit}
    )
    return [_hits(*row) for row in rows]


# Any of the words may match; what matches is ranked, but never more than a bounded number.
# OFFSET 0 keeps the planner from parsing the query again for each passage.
_MATCHING = text("""
SELECT array_agg(found.id), array_agg(found.score)
FROM (
    SELECT number, CAST(nullif(array_to_string(ARRAY(
        SELECT quote_literal(lexeme) FROM unnest(tsvector_to_array(
            to_tsvector('english', left(words, 2000)))) AS lexeme LIMIT 24
    ), ' | '), '') AS tsquery) AS terms
    FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS given(words, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT id, ts_rank(search, query.terms, 1) AS score FROM (
        SELECT id, search FROM knowledge_passage WHERE search @@ query.terms LIMIT 2000
    ) AS matching ORDER BY score DESC, id LIMIT :limit
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")


def find_matching(connection: Connection, texts: Sequence[str], limit: int) -> list[list[Hit]]:
    """The passages that share the most telling words with each text."""
    rows = connection.execute(_MATCHING, {"texts": list(texts), "limit": limit})
    return [_hits(*row) for row in rows]


def _hits(ids: Sequence[int | None], scores: Sequence[float]) -> list[Hit]:
    """What a query found, best first; a query that found nothing has one row without an id."""
    hits = [Hit(id_, score) for id_, score in zip(ids, scores, strict=True) if id_ is not None]
    return sorted(hits, key=lambda hit: -hit.score)
