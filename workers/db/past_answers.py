"""Reads solved questions: past questions of the same inbox, with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from workers.db.vectors import Vectors
from workers.records.knowledge import PastAnswer

Hits: TypeAlias = "list[tuple[UUID, float]]"

# The vector index finds the nearest questions of all inboxes, so it is slow for a small inbox:
# among 300,000 questions, it took 0.7 s to find three of an inbox that had fifty. For an inbox with
# fewer questions than about this multiple of the square root of all, comparing each of them is
# quicker. They are read once for all messages of a claim.
_SMALL = text("""
SELECT given.inbox_id
FROM unnest(CAST(:inboxes AS uuid[]), CAST(:messages AS int[])) AS given(inbox_id, messages)
CROSS JOIN (
    SELECT greatest(reltuples, 0) AS questions
    FROM pg_class WHERE oid = CAST('knowledge_solvedquestion' AS regclass) OFFSET 0
) AS estimated
WHERE NOT EXISTS (
    SELECT FROM knowledge_solvedquestion AS solved WHERE solved.inbox_id = given.inbox_id
    OFFSET CAST(least(9 * sqrt(questions * least(given.messages, 20)), 10000) AS int) LIMIT 1
)
""")
_HITS = """
SELECT array_agg(found.id ORDER BY found.score DESC),
    array_agg(found.score ORDER BY found.score DESC)
FROM"""
# LIMIT 10000 tells the planner that there are few.
_COMPARED = text(f"""
WITH solved AS MATERIALIZED (
    SELECT question.id, CAST(vector.embedding AS halfvec(384)) AS embedding
    FROM (
        SELECT id FROM knowledge_solvedquestion WHERE inbox_id = :inbox_id LIMIT 10000
    ) AS question
    JOIN knowledge_passage AS passage ON passage.solved_question_id = question.id
    JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
    WHERE vector.encoder = :encoder
)
{_HITS} (
    SELECT CAST(vector AS halfvec(384)) AS vector, number
    FROM unnest(CAST(:vectors AS vector[])) WITH ORDINALITY AS given(vector, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT id, -(embedding <#> query.vector) AS score FROM solved ORDER BY score DESC LIMIT :limit
) AS found ON true
GROUP BY query.number ORDER BY query.number
""")
# The question and inbox of a vector are looked up by subqueries, not joined: while the statistics
# say that there are no solved questions, Postgres joined all of them with all passages, for each
# message. With 450 questions that took 86 ms instead of 0.2 ms.
NEAREST = text(f"""
{_HITS} (
    SELECT CAST(vector AS halfvec(384)) AS vector, inbox_id, number
    FROM unnest(CAST(:vectors AS vector[]), CAST(:inboxes AS uuid[]))
        WITH ORDINALITY AS given(vector, inbox_id, number)
    OFFSET 0
) AS query
LEFT JOIN LATERAL (
    SELECT (SELECT solved_question_id FROM knowledge_passage WHERE id = nearest.passage_id),
        nearest.score
    FROM (
        SELECT passage_id, -(CAST(embedding AS halfvec(384)) <#> query.vector) AS score
        FROM knowledge_passagevector AS vector
        WHERE vector.encoder = :encoder AND vector.of_question AND query.inbox_id = (
            SELECT solved.inbox_id FROM knowledge_passage AS passage
            JOIN knowledge_solvedquestion AS solved ON solved.id = passage.solved_question_id
            WHERE passage.id = vector.passage_id
        )
        ORDER BY CAST(embedding AS halfvec(384)) <#> query.vector LIMIT :limit
    ) AS nearest
) AS found(id, score) ON true
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
    """For each vector, the nearest solved questions of its inbox, nearest first."""
    found = _search(connection, encoder, vectors, inbox_ids, limit)
    # Several messages may have found the same question; it is read once.
    ids = {id_ for hits in found for id_, _ in hits}
    questions = {row.id: row for row in connection.execute(_QUESTIONS, {"ids": list(ids)})}
    return [
        [PastAnswer(*(*questions[id_], score)) for id_, score in hits if id_ in questions]
        for hits in found
    ]


def _search(
    connection: Connection,
    encoder: str,
    vectors: Vectors,
    inbox_ids: Sequence[UUID | None],
    limit: int,
) -> list[Hits]:
    """For each vector, the ids of the nearest questions, with their cosines."""
    places_of: dict[UUID, list[int]] = {}
    for place, inbox_id in enumerate(inbox_ids):
        if inbox_id is not None:
            places_of.setdefault(inbox_id, []).append(place)
    messages = [len(places) for places in places_of.values()]
    counts = {"inboxes": list(places_of), "messages": messages}
    small = set(connection.execute(_SMALL, counts).scalars())
    found: list[Hits] = [[] for _ in inbox_ids]

    def fill(statement: TextClause, places: Sequence[int], **inboxes: object) -> None:
        queries = Vectors(vectors[place] for place in places)
        parameters = {"vectors": queries, "encoder": encoder, "limit": limit}
        rows = connection.execute(statement, parameters | inboxes)
        for place, (ids, scores) in zip(places, rows, strict=True):
            pairs = zip(ids, scores, strict=True)
            found[place] = [(id_, score) for id_, score in pairs if id_ is not None]

    for inbox_id in small:
        fill(_COMPARED, places_of[inbox_id], inbox_id=inbox_id)
    large = sorted(place for inbox_id in places_of.keys() - small for place in places_of[inbox_id])
    if large:
        fill(NEAREST, large, inboxes=[inbox_ids[place] for place in large])
    return found
