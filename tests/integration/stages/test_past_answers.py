"""Past questions are found in their own inbox, however many others there are."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from workers.db.engine import engine
from workers.db.past_answers import NEAREST, find_past
from workers.db.vectors import Vectors

Floats = NDArray[np.float32]

_SOLVED = text("""
INSERT INTO knowledge_solvedquestion (id, inbox_id, conversation_id, message_id, question, answer,
    intent, language, digest, created_at)
SELECT id, :inbox_id, gen_random_uuid(), gen_random_uuid(), 'q', 'a', '', 'en', id, now()
FROM unnest(CAST(:ids AS uuid[])) AS given(id)
""")
_EMBEDDED = text("""
WITH passages AS (
    INSERT INTO knowledge_passage (solved_question_id, position, title, text, language)
    SELECT id, 0, '', 'q', 'en' FROM unnest(CAST(:ids AS uuid[])) AS given(id)
    RETURNING id, solved_question_id
)
INSERT INTO knowledge_passagevector (passage_id, encoder, embedding, of_question)
SELECT passages.id, 'e', given.vector, true
FROM unnest(CAST(:ids AS uuid[]), CAST(:vectors AS vector[])) AS given(id, vector)
JOIN passages ON passages.solved_question_id = given.id
""")


@pytest.fixture
def connection(worker_environment: None) -> Iterator[Connection]:
    """What is written to it is forgotten. Searches on it use the index of vectors and give up
    early, as they do among very many."""
    with engine().connect() as connection:
        connection.execute(text("SET LOCAL enable_sort = off"))
        connection.execute(text("SET LOCAL hnsw.max_scan_tuples = 1"))
        yield connection
        connection.rollback()


def near(vector: Floats, count: int, apart: float) -> Floats:
    noise = np.random.default_rng(count).normal(0, apart, (count, len(vector)))
    vectors = (vector + noise).astype(np.float32)
    normalised: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def solve(connection: Connection, vectors: Floats) -> tuple[UUID, list[UUID]]:
    """An inbox with a question for each vector."""
    inbox_id, ids = uuid4(), [uuid4() for _ in vectors]
    connection.execute(_SOLVED, {"inbox_id": inbox_id, "ids": ids})
    connection.execute(_EMBEDDED, {"ids": ids, "vectors": Vectors(vectors)})
    return inbox_id, ids


def test_a_small_inbox_finds_all_that_it_has_among_many_of_others(connection: Connection) -> None:
    asked = near(np.zeros(384, dtype=np.float32), 1, 1)[0]
    large, _ = solve(connection, near(asked, 800, 0.01))
    small, known = solve(connection, near(asked, 15, 0.5))
    connection.execute(text("ANALYZE knowledge_solvedquestion"))
    inboxes = [small, large, None, small, uuid4()]
    found = find_past(connection, "e", Vectors([asked] * 5), inboxes, 20)
    assert [len(answers) for answers in found] == [15, 20, 0, 15, 0]
    assert {answer.id for answer in found[0]} == set(known)
    for answers in found:
        nearness = [answer.similarity for answer in answers]
        assert nearness == sorted(nearness, reverse=True)
    (elsewhere,) = find_past(connection, "another encoder", Vectors([asked]), [small], 20)
    assert elsewhere == []


def test_questions_that_the_statistics_do_not_know_yet_are_looked_up_one_by_one(
    connection: Connection,
) -> None:
    """As while the first ones are solved: a join of all of them would be read for each message."""
    connection.execute(text("DELETE FROM knowledge_solvedquestion"))
    connection.execute(text("ANALYZE knowledge_passage, knowledge_passagevector"))
    asked = near(np.zeros(384, dtype=np.float32), 1, 1)[0]
    inbox_id, known = solve(connection, near(asked, 40, 0.1))
    given = {"vectors": Vectors([asked]), "encoder": "e", "limit": 20, "inboxes": [inbox_id]}
    plan = "\n".join(connection.execute(text(f"EXPLAIN {NEAREST.text}"), given).scalars())
    assert "Index Scan using vector_nearest_question" in plan
    assert "Join Filter" not in plan
    connection.execute(text("SET LOCAL hnsw.max_scan_tuples = 20000"))
    ((ids, scores),) = connection.execute(NEAREST, given)
    assert set(ids) <= set(known)
    assert len(ids) == 20
    assert scores == sorted(scores, reverse=True)
