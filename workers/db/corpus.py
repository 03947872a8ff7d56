"""Training data of the workspace: reading all of it, and adding to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from uuid_utils.compat import uuid7

from workers.corpus.records import (
    Annotation,
    Corpus,
    CorpusExample,
    EntityPattern,
    LookupValue,
    Synonym,
)
from workers.db.tables import entity_pattern, example, intent, lookup_value, synonym


@dataclass(frozen=True)
class Stored:
    """Counts of rows added or changed. `elsewhere`: skipped, as the text teaches another intent."""

    intents: int
    examples: int
    annotated: int
    elsewhere: int
    patterns: int
    lookups: int
    synonyms: int


def read_corpus(connection: Connection) -> Corpus:
    """All training data, in a fixed order."""
    examples = connection.execute(
        select(example.c.text, intent.c.slug, example.c.entities)
        .join(intent, intent.c.id == example.c.intent_id)
        .order_by(intent.c.slug, example.c.id)
    )
    patterns = select(entity_pattern.c.label, entity_pattern.c.pattern).order_by("label", "pattern")
    lookups = select(lookup_value.c.label, lookup_value.c.value).order_by("label", "value")
    synonyms = select(synonym.c.value, synonym.c.text).order_by("value", "text")
    return Corpus(
        tuple(
            CorpusExample(text, slug, _annotations(entities)) for text, slug, entities in examples
        ),
        tuple(EntityPattern(*row) for row in connection.execute(patterns)),
        tuple(LookupValue(*row) for row in connection.execute(lookups)),
        tuple(Synonym(*row) for row in connection.execute(synonyms)),
    )


def store_corpus(connection: Connection, corpus: Corpus) -> Stored:
    """Add what is not there yet; of what is there, only annotations and synonyms are replaced.

    A text that teaches another intent already stays with it: somebody may have moved it there.
    """
    intents, ids = _store_intents(connection, [row.label for row in corpus.examples])
    return Stored(
        intents,
        *_store_examples(connection, corpus.examples, ids),
        patterns=_add(connection, insert(entity_pattern), map(_row, corpus.patterns)),
        lookups=_add(connection, insert(lookup_value), map(_row, corpus.lookups)),
        synonyms=_store_synonyms(connection, corpus.synonyms),
    )


def _store_intents(connection: Connection, slugs: Sequence[str]) -> tuple[int, dict[str, UUID]]:
    """How many intents were new, and the ids of all by slug."""
    rows = (
        {"slug": slug, "title": _title(slug), "description": ""} for slug in dict.fromkeys(slugs)
    )
    added = _add(connection, insert(intent), rows)
    ids = connection.execute(select(intent.c.slug, intent.c.id))
    return added, dict(ids.all())


def _title(slug: str) -> str:
    words = slug.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _store_examples(
    connection: Connection, examples: Iterable[CorpusExample], ids: dict[str, UUID]
) -> tuple[int, int, int]:
    """How many were added, got other annotations, and were skipped."""
    kept = _read_kept(connection)
    new, annotated, elsewhere = [], [], 0
    for row in examples:
        entities = [entity.model_dump(exclude_none=True) for entity in row.entities]
        intents = kept.get(row.text)
        if intents is None:
            new.append({"intent_id": ids[row.label], "text": row.text, "entities": entities})
        elif row.label not in intents:
            elsewhere += 1
        elif entities and entities != intents[row.label][1]:
            annotated.append((intents[row.label][0], entities))
    for id_, entities in annotated:
        connection.execute(update(example).where(example.c.id == id_).values(entities=entities))
    added = _add(connection, insert(example), ({**row, "source": "import"} for row in new))
    return added, len(annotated), elsewhere


def _read_kept(connection: Connection) -> dict[str, dict[str, tuple[UUID, list[Any]]]]:
    """Id and annotations of every example, by its text and then by its intent."""
    kept: dict[str, dict[str, tuple[UUID, list[Any]]]] = defaultdict(dict)
    rows = select(example.c.text, intent.c.slug, example.c.id, example.c.entities)
    for text, slug, id_, entities in connection.execute(
        rows.join(intent, intent.c.id == example.c.intent_id)
    ):
        kept[text][slug] = id_, entities
    return kept


def _store_synonyms(connection: Connection, synonyms: Iterable[Synonym]) -> int:
    """Add synonyms; a text means one thing, so its earlier value is replaced."""
    statement = insert(synonym)
    value = statement.excluded.value
    rows = {row.text: row for row in synonyms}.values()
    return _execute(
        connection,
        statement.on_conflict_do_update(
            index_elements=["text"], set_={"value": value}, where=synonym.c.value != value
        ),
        map(_row, rows),
    )


def _add(connection: Connection, statement: Insert, rows: Iterable[dict[str, Any]]) -> int:
    return _execute(connection, statement.on_conflict_do_nothing(), rows)


def _execute(connection: Connection, statement: Insert, rows: Iterable[dict[str, Any]]) -> int:
    """Run the statement on these rows. Returns how many were written."""
    parameters = [{"id": uuid7(), **row} for row in rows]
    returning = statement.returning(statement.table.c.id)
    return len(connection.execute(returning, parameters).all()) if parameters else 0


def _row(named: EntityPattern | LookupValue | Synonym) -> dict[str, Any]:
    return named._asdict()


def _annotations(entities: list[Any]) -> tuple[Annotation, ...]:
    return tuple(map(Annotation.model_validate, entities))
