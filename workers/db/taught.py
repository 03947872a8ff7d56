"""What administrators taught of entities: patterns, names and synonyms."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select

from workers.db.tables import entity_pattern, lookup_value, synonym
from workers.text.patterns import MOST_PATTERNS, MOST_VALUES, Taught


def read_taught(connection: Connection) -> Taught:
    """As much as a pool uses, the oldest first."""
    return Taught(
        _read(connection, entity_pattern, ("label", "pattern"), MOST_PATTERNS),
        _read(connection, lookup_value, ("label", "value"), MOST_VALUES),
        _read(connection, synonym, ("value", "text"), MOST_VALUES),
    )


def _read(
    connection: Connection, table: Table, columns: tuple[str, str], most: int
) -> tuple[tuple[str, str], ...]:
    first, second = (table.c[name] for name in columns)
    rows = connection.execute(select(first, second).order_by(table.c.id).limit(most))
    return tuple((one, other) for one, other in rows)
