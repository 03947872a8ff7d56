"""Passages: which ones want an embedding, and which ones a message finds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, func, or_, select, text, update

from workers.db.tables import article, macro, passage
from workers.records import Hit, Passage

Floats = NDArray[np.float32]


_SOURCED = select(
    passage.c.id,
    passage.c.article_id,
    passage.c.macro_id,
    passage.c.title,
    passage.c.text,
    func.coalesce(article.c.title, macro.c.title),
).select_from(
    passage.outerjoin(article, article.c.id == passage.c.article_id).outerjoin(
        macro, macro.c.id == passage.c.macro_id
    )
)


def read_passages_of(connection: Connection, source_ids: Collection[UUID]) -> list[Passage]:
    """All passages of these articles and macros."""
    of_sources = or_(passage.c.article_id.in_(source_ids), passage.c.macro_id.in_(source_ids))
    return [Passage(*row) for row in connection.execute(_SOURCED.where(of_sources))]


def read_passages(connection: Connection, ids: Collection[UUID]) -> dict[UUID, Passage]:
    """Passages by their ids."""
    rows = connection.execute(_SOURCED.where(passage.c.id.in_(ids)))
    return {row.id: Passage(*row) for row in rows}


def store_embeddings(
    connection: Connection, encoder: str, embeddings: Mapping[UUID, Floats]
) -> None:
    """Give passages their vectors, and the name of what made them."""
    if not embeddings:
        return
    connection.execute(
        update(passage)
        .where(passage.c.id == bindparam("passage_id"))
        .values(encoder=encoder, embedding=bindparam("vector")),
        [{"passage_id": id_, "vector": vector} for id_, vector in embeddings.items()],
    )


_NEAREST = text("""
SELECT query.number - 1, found.id, found.score
FROM unnest(CAST(:vectors AS vector[])) WITH ORDINALITY AS query(vector, number)
CROSS JOIN LATERAL (
    SELECT id, -(embedding <#> query.vector) AS score FROM knowledge_passage
    WHERE encoder = :encoder ORDER BY embedding <#> query.vector LIMIT :limit
) AS found
""")


def find_nearest(connection: Connection, encoder: str, vectors: Floats, limit: int) -> list[Hit]:
    """The nearest passages to each row of `vectors` (n, 384, normalised), by inner product."""
    written = ["[" + ",".join(map(repr, row.tolist())) + "]" for row in vectors]
    rows = connection.execute(_NEAREST, {"vectors": written, "encoder": encoder, "limit": limit})
    return [Hit(*row) for row in rows]


# Any of the words may match; what matches is ranked, but never more than a bounded number.
_MATCHING = text("""
SELECT query.number - 1, found.id, found.score
FROM (
    SELECT number, CAST(nullif(array_to_string(ARRAY(
        SELECT quote_literal(lexeme) FROM unnest(tsvector_to_array(
            to_tsvector('english', left(words, 2000)))) AS lexeme LIMIT 24
    ), ' | '), '') AS tsquery) AS terms
    FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS given(words, number)
) AS query
CROSS JOIN LATERAL (
    SELECT id, ts_rank_cd(search, query.terms, 1) AS score FROM (
        SELECT id, search FROM knowledge_passage WHERE search @@ query.terms LIMIT 2000
    ) AS matching ORDER BY score DESC, id LIMIT :limit
) AS found
""")


def find_matching(connection: Connection, texts: Sequence[str], limit: int) -> list[Hit]:
    """The passages that share the most telling words with each text."""
    rows = connection.execute(_MATCHING, {"texts": list(texts), "limit": limit})
    return [Hit(*row) for row in rows]
