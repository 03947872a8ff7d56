"""Inserts many rows of several tables in one statement: a claim writes hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Table, TextClause, text

Rows = Sequence[Mapping[str, Any]]


def insert_rows(connection: Connection, *inserts: tuple[Table, Rows]) -> None:
    """Insert each table's rows; those of one table have the same columns.

    The time of the transaction is written `now`. Payloads in a column are written without the
    fields that have no value.
    """
    tables = [(table.name, tuple(rows[0]), rows) for table, rows in inserts if rows]
    if not tables:
        return
    statement = _insert(tuple((name, columns) for name, columns, _ in tables))
    parameters = {name: to_json(rows, exclude_none=True).decode() for name, _, rows in tables}
    connection.execute(statement, parameters)


@cache
def _insert(tables: tuple[tuple[str, tuple[str, ...]], ...]) -> TextClause:
    parts = [_insert_into(name, ", ".join(columns)) for name, columns in tables]
    first = [f"insert_{i} AS ({part})" for i, part in enumerate(parts[:-1])]
    return text(f"WITH {', '.join(first)} {parts[-1]}" if first else parts[-1])


def _insert_into(table: str, columns: str) -> str:
    # Safe to format in: names of our own tables and columns alone.
    return (
        f"INSERT INTO {table} ({columns}) "
        f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, CAST(:{table} AS json))"
    )
