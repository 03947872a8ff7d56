"""Vector search and full-text search, each for all messages of a claim in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from workers.contracts.search_configs import OTHER_SEARCH_CONFIG, SEARCH_CONFIGS
from workers.db.vectors import Vectors
from workers.records.knowledge import Frequencies, Hit, WeighedWord

MOST_CANDIDATES = 2000

_NEAREST = text("""
SELECT array_agg(found.id), array_agg(found.score), array_agg(found.score)
FROM (
    SELECT CAST(vector AS halfvec(384)) AS vector, number
    FROM unnest(CAST(:vectors AS vector[])) WITH ORDINALITY AS given(vector, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT passage_id AS id, -(CAST(embedding AS halfvec(384)) <#> query.vector) AS score
    FROM knowledge_passagevector WHERE encoder = :encoder AND NOT of_question
    ORDER BY CAST(embedding AS halfvec(384)) <#> query.vector LIMIT :limit
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")


def find_nearest(
    connection: Connection, encoder: str, vectors: Vectors, limit: int
) -> list[list[Hit]]:
    """The nearest passages to each of the normalised vectors, by inner product."""
    rows = connection.execute(_NEAREST, {"vectors": vectors, "encoder": encoder, "limit": limit})
    return [_hits(*row) for row in rows]


_BEST_OF = text("""
SELECT given.number, best.id, best.score
FROM unnest(CAST(:numbers AS bigint[]), CAST(:sources AS uuid[])) AS given(number, source)
JOIN unnest(CAST(:vectors AS vector[])) WITH ORDINALITY AS query(vector, number) USING (number)
JOIN LATERAL (
    SELECT passage.id, -(embedding <#> query.vector) AS score
    FROM knowledge_passage AS passage
    JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
    WHERE vector.encoder = :encoder
        AND (passage.article_id = given.source OR passage.macro_id = given.source)
    ORDER BY score DESC LIMIT 1
) AS best ON true
""")


def find_best_of(
    connection: Connection, encoder: str, vectors: Vectors, sources: Sequence[Collection[UUID]]
) -> list[list[Hit]]:
    """For each vector and each of its `sources`, the source's passage that is nearest to it."""
    pairs = [(number, id_) for number, ids in enumerate(sources, start=1) for id_ in ids]
    hits: list[list[Hit]] = [[] for _ in sources]
    if not pairs:
        return hits
    numbers, ids = (list(column) for column in zip(*pairs, strict=True))
    parameters = {"numbers": numbers, "sources": ids, "vectors": vectors, "encoder": encoder}
    for number, passage_id, score in connection.execute(_BEST_OF, parameters):
        hits[number - 1].append(Hit(passage_id, score, score))
    return hits


_LEXEMES = text("""
SELECT tsvector_to_array(to_tsvector(CAST(config AS regconfig), left(words, 2000)))
FROM unnest(CAST(:texts AS text[]), CAST(:configs AS text[]))
    WITH ORDINALITY AS given(words, config, number)
ORDER BY number
""")


def read_lexemes(
    connection: Connection, texts: Sequence[str], languages: Sequence[str]
) -> list[list[str]]:
    """The lexemes of each text in its language, without stop words."""
    configs = [SEARCH_CONFIGS.get(language, OTHER_SEARCH_CONFIG) for language in languages]
    rows = connection.execute(_LEXEMES, {"texts": list(texts), "configs": configs})
    return [lexemes for (lexemes,) in rows]


_FREQUENCIES = text("""
SELECT greatest(reltuples, 0), most_common_elems, most_common_elem_freqs
FROM pg_class LEFT JOIN (
    SELECT CAST(CAST(most_common_elems AS text) AS text[]) AS most_common_elems,
        most_common_elem_freqs
    FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'knowledge_passage'
        AND attname = 'search'
) AS search ON true
WHERE pg_class.oid = CAST('knowledge_passage' AS regclass)
""")


def read_frequencies(connection: Connection) -> Frequencies:
    """In how many passages the commonest words are, by the statistics of Postgres' planner."""
    passages, lexemes, shares = connection.execute(_FREQUENCIES).one()
    # Behind the lexemes' shares Postgres keeps the lowest and the highest of them.
    share_of = dict(zip(lexemes or [], shares or [], strict=False))
    return Frequencies(int(passages), {word: share * passages for word, share in share_of.items()})


# Passages that match any word of a query are scored, up to a limit.
# OFFSET 0 keeps the planner from parsing the query again for each passage.
_MATCHING = text("""
SELECT array_agg(found.id), array_agg(found.score), array_agg(found.cosine)
FROM (
    SELECT number, vector, CAST(terms AS tsquery) AS terms,
        CAST(string_to_array(terms, ' | ') AS tsquery[]) AS term,
        CAST(weights AS float8[]) AS weight
    FROM unnest(CAST(:terms AS text[]), CAST(:weights AS text[]), CAST(:vectors AS vector[]))
        WITH ORDINALITY AS given(terms, weights, vector, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT best.id, score, coalesce(-(embedding <#> query.vector), 0) AS cosine FROM (
        SELECT id, weight[1] * ts_rank(search, term[1], 1)
            + coalesce(weight[2] * ts_rank(search, term[2], 1), 0)
            + coalesce(weight[3] * ts_rank(search, term[3], 1), 0)
            + coalesce(weight[4] * ts_rank(search, term[4], 1), 0)
            + coalesce(weight[5] * ts_rank(search, term[5], 1), 0)
            + coalesce(weight[6] * ts_rank(search, term[6], 1), 0) AS score
        FROM (
            SELECT id, search FROM knowledge_passage
            WHERE search @@ query.terms AND solved_question_id IS NULL LIMIT :candidates
        ) AS matching ORDER BY score DESC, id LIMIT :limit
    ) AS best
    LEFT JOIN knowledge_passagevector AS vector
        ON vector.passage_id = best.id AND vector.encoder = :encoder
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")


def find_matching(
    connection: Connection,
    queries: Sequence[Sequence[WeighedWord]],
    encoder: str,
    vectors: Vectors,
    limit: int,
) -> list[list[Hit]]:
    """The passages that best match each query by its words, with their cosine to its vector.

    A query has six words at the most. Passages with more of them, more often and in a shorter text,
    come first.
    """
    rows = connection.execute(
        _MATCHING,
        {
            "terms": [" | ".join(_quoted(word.lexeme) for word in words) for words in queries],
            "weights": [_array(word.weight for word in words) for words in queries],
            "vectors": vectors,
            "encoder": encoder,
            "candidates": MOST_CANDIDATES,
            "limit": limit,
        },
    )
    return [_hits(*row) for row in rows]


def _quoted(lexeme: str) -> str:
    """Quoted for a tsquery. ` | ` joins words there, and no lexeme has it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _array(numbers: Iterable[float]) -> str:
    return f"{{{','.join(f'{number:.3f}' for number in numbers)}}}"


def _hits(
    ids: Sequence[int | None], scores: Sequence[float], cosines: Sequence[float]
) -> list[Hit]:
    """The hits of a query, best first; a query without any has one row without an id."""
    found = zip(ids, scores, cosines, strict=True)
    hits = [Hit(id_, score, cosine) for id_, score, cosine in found if id_ is not None]
    return sorted(hits, key=lambda hit: -hit.score)
