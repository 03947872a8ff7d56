"""The entities that the workspace was taught: patterns, names, synonyms, annotated examples."""

from __future__ import annotations

from itertools import starmap

from sqlalchemy import Connection, Table, func, select

from workers.corpus.records import Annotation, Corpus, CorpusExample, Synonym
from workers.corpus.teaching import teach_entities
from workers.db.tables import entity_pattern, example, lookup_value, synonym
from workers.text.patterns import MOST_PATTERNS, MOST_VALUES, Taught


def read_taught(connection: Connection) -> Taught:
    """Up to the limits of a pool, oldest first; administrators' rows come before examples."""
    synonyms = _read(connection, synonym, ("value", "text"), MOST_VALUES)
    corpus = Corpus(_read_marked(connection), synonyms=tuple(starmap(Synonym, synonyms)))
    marked = teach_entities(corpus)
    return Taught(
        _read(connection, entity_pattern, ("label", "pattern"), MOST_PATTERNS),
        (*_read(connection, lookup_value, ("label", "value"), MOST_VALUES), *marked.values),
        marked.synonyms,
    )


def _read_marked(connection: Connection) -> tuple[CorpusExample, ...]:
    rows = connection.execute(
        select(example.c.text, example.c.entities)
        .where(func.jsonb_array_length(example.c.entities) > 0)
        .order_by(example.c.id)
        .limit(MOST_VALUES)
    )
    return tuple(
        CorpusExample(text, "", tuple(map(Annotation.model_validate, entities)))
        for text, entities in rows
    )


def _read(
    connection: Connection, table: Table, columns: tuple[str, str], most: int
) -> tuple[tuple[str, str], ...]:
    first, second = (table.c[name] for name in columns)
    rows = connection.execute(select(first, second).order_by(table.c.id).limit(most))
    return tuple((one, other) for one, other in rows)
