"""As many passages as are asked for, in a database that can be kept.

Texts are made of real sentences, vectors are real embeddings with noise: uniform random numbers
would have no neighbours to find.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray
from uuid_utils.compat import uuid7

from workers.contracts.rows import EMBEDDING_DIMENSIONS
from workers.models.encoder import Encoder

ARTICLES = 1_000
AT_ONCE = 20_000
FEWEST_SENTENCES, MOST_SENTENCES = 3, 9
# With so much of it a passage has about three quarters of its cosine left to its first sentence.
NOISE = 0.045
MEMORY = "4GB"
INDEXES = ("passage_search", "vector_nearest_source", "vector_nearest_question")
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Built:
    """An index: how long it took to make, and how large it is."""

    name: str
    seconds: float
    megabytes: float


def fill(url: str, encoder: Encoder, sentences: Sequence[str], passages: int) -> list[Built]:
    """Write passages and their vectors into an empty schema; indexes are made at the end."""
    chance = np.random.default_rng(0)
    embedded = encoder.embed(list(sentences))
    with psycopg.connect(url, autocommit=True) as connection:
        definitions = _drop_indexes(connection)
        articles = _write_articles(connection)
        for start in range(0, passages, AT_ONCE):
            count = min(AT_ONCE, passages - start)
            first = chance.integers(len(sentences), size=count)
            _write_passages(connection, start, articles, _texts(sentences, first, chance))
            _write_vectors(connection, start, encoder.identity, _blur(embedded[first], chance))
            _say(f"{start + count:,} of {passages:,} passages written")
        built = [_build(connection, name, definitions[name]) for name in INDEXES]
        connection.execute("VACUUM ANALYZE")
    return built


def _drop_indexes(connection: psycopg.Connection) -> dict[str, str]:
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)]
    )
    definitions: dict[str, str] = dict(found.fetchall())
    for name in definitions:
        connection.execute(f"DROP INDEX {name}".encode())
    return definitions


def _write_articles(connection: psycopg.Connection) -> list[str]:
    ids = [str(uuid7()) for _ in range(ARTICLES)]
    connection.execute(
        "INSERT INTO knowledge_article (id, slug, title, body, language, status, updated_at) "
        "SELECT id, id, 'Article ' || number, '', 'en', 'published', now() "
        "FROM unnest(CAST(%s AS uuid[])) WITH ORDINALITY AS given(id, number)",
        [ids],
    )
    return ids


def _texts(
    sentences: Sequence[str], first: NDArray[np.int64], chance: np.random.Generator
) -> Iterator[str]:
    """Each begins with its first sentence; others follow."""
    counts = chance.integers(FEWEST_SENTENCES, MOST_SENTENCES, size=len(first))
    others = chance.integers(len(sentences), size=(len(first), MOST_SENTENCES))
    for own, count, more in zip(first, counts, others, strict=True):
        yield " ".join(sentences[place] for place in (own, *more[:count]))


def _blur(vectors: Floats, chance: np.random.Generator) -> Floats:
    noisy = vectors + NOISE * chance.standard_normal(vectors.shape, dtype=np.float32)
    normalised: Floats = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    return normalised


def _write_passages(
    connection: psycopg.Connection, start: int, articles: Sequence[str], texts: Iterator[str]
) -> None:
    copy = "COPY knowledge_passage (id, article_id, position, title, text, language) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copy) as rows:
        for number, text in enumerate(texts, start=start + 1):
            article, position = articles[number % len(articles)], number // len(articles)
            rows.write_row((number, article, position, text[:60], text, "en"))


def _write_vectors(
    connection: psycopg.Connection, start: int, encoder: str, vectors: Floats
) -> None:
    """In Postgres' binary form: a row is its fields, each behind its length in bytes."""
    name = encoder.encode()
    row = np.dtype(
        [
            *(("fields", ">i2"), ("id_length", ">i4"), ("id", ">i8")),
            *(("name_length", ">i4"), ("name", f"S{len(name)}")),
            *(("length", ">i4"), ("dimensions", ">i2"), ("unused", ">i2")),
            ("numbers", ">f4", EMBEDDING_DIMENSIONS),
        ]
    )
    rows = np.zeros(len(vectors), row)
    rows["fields"], rows["id_length"], rows["name_length"] = 3, 8, len(name)
    rows["id"] = np.arange(start + 1, start + 1 + len(vectors))
    rows["name"], rows["length"] = name, 4 + 4 * EMBEDDING_DIMENSIONS
    rows["dimensions"], rows["numbers"] = EMBEDDING_DIMENSIONS, vectors
    copy = (
        "COPY knowledge_passagevector (passage_id, encoder, embedding) FROM STDIN (FORMAT binary)"
    )
    with connection.cursor() as cursor, cursor.copy(copy) as written:
        written.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


def _build(connection: psycopg.Connection, name: str, definition: str) -> Built:
    _say(f"Making the index {name} …")
    connection.execute(f"SET maintenance_work_mem = '{MEMORY}'".encode())
    started = time.perf_counter()
    connection.execute(definition.encode())
    seconds = time.perf_counter() - started
    measured = connection.execute("SELECT pg_relation_size(CAST(%s AS regclass))", [name])
    (size,) = measured.fetchall()[0]
    return Built(name, seconds, size / 2**20)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
