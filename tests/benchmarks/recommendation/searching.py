"""How quickly and how exactly many passages are searched, one message at a time."""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, text

from tests.benchmarks.recommendation.many_passages import Built
from tests.benchmarks.texts import describe_texts, read_texts
from tests.benchmarks.understanding.rows import Row
from tests.unit.recommendation.builders import FRESH, make_analyzed
from workers.contracts.payloads import MessageAnalyzed
from workers.db import search
from workers.db.engine import statements
from workers.db.vectors import Vectors
from workers.models.encoder import Encoder
from workers.recommendation.batch import recommend_with

WARM_UP, MESSAGES = 1_500, 1_700
EXACTLY = 40
NEAREST = 10
MEDIAN_MS = 15.0
RECALL = 0.95


def measure_searching(encoder: Encoder, built: Sequence[Built], passages: int) -> Row:
    """Retrieval, ranking and the decision in one, as the median of messages that come alone."""
    texts = read_texts(MESSAGES)
    vectors = encoder.embed(texts)
    messages = [
        make_analyzed().model_copy(
            update={
                "text": words,
                "encoder": encoder.identity,
                "embedding": base64.b64encode(vector.astype("<f4").tobytes()).decode(),
            }
        )
        for words, vector in zip(texts, vectors, strict=True)
    ]
    with statements().connect() as connection:
        warm_up, measured = messages[:WARM_UP], messages[WARM_UP:]
        _time(connection, warm_up)
        decided = _time(connection, measured)
        recall, exact_ms = _compare(connection, encoder.identity, Vectors(vectors[:EXACTLY]))
    median = statistics.median(decided)
    indexes = ", ".join(f"{i.name} {i.seconds:.0f} s {i.megabytes:.0f} MB" for i in built)
    return Row(
        measure="retrieval and ranking, median milliseconds; recall@10",
        data=f"{passages:,} passages, {len(measured)} of {describe_texts()}; {indexes}",
        reference=f"exact search {exact_ms:.0f} ms",
        result=f"{median:.1f} ms (95th percentile {np.percentile(decided, 95):.1f}); "
        f"recall {recall:.3f}",
        goal=f"at most {MEDIAN_MS:.0f} ms, recall at least {RECALL}",
        reached=median <= MEDIAN_MS and recall >= RECALL,
    )


def _time(connection: Connection, messages: Sequence[MessageAnalyzed]) -> list[float]:
    """Milliseconds up to the decision, of messages that nobody has searched for before."""
    spent = []
    for message in messages:
        started = time.perf_counter()
        recommend_with(connection, [message], {message.conversation_id: FRESH}, {}, {})
        spent.append(1000 * (time.perf_counter() - started))
    return spent


_EXACT = text("""
SELECT passage_id FROM knowledge_passagevector WHERE encoder = :encoder AND NOT of_question
ORDER BY embedding <#> CAST(:vector AS vector) LIMIT :limit
""")


def _compare(connection: Connection, encoder: str, vectors: Vectors) -> tuple[float, float]:
    """Of the nearest ten the share that the index finds, and what an exact search takes."""
    approximate = search.find_nearest(connection, encoder, vectors, NEAREST)
    shares, spent = [], []
    for vector, hits in zip(vectors, approximate, strict=True):
        started = time.perf_counter()
        given = {"encoder": encoder, "vector": vector, "limit": NEAREST}
        exact = set(connection.scalars(_EXACT, given))
        spent.append(1000 * (time.perf_counter() - started))
        shares.append(len(exact & {hit.passage_id for hit in hits}) / len(exact))
    return float(np.mean(shares)), statistics.median(spent)
