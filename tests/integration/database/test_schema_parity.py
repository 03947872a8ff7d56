"""What workers believe of the tables is what Django's migrations made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from psycopg.pq import ExecStatus
from sqlalchemy import (
    ARRAY,
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    TextClause,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import TypeEngine

import workers.db
from config.database import sqlalchemy_url
from workers.db import tables

pytestmark = pytest.mark.django_db

WRITERS = ("insert", "insert_rows")
DIALECT = create_engine("postgresql+psycopg://").dialect


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """Whatever a test does to the schema is rolled back."""
    engine = create_engine(sqlalchemy_url(database_url))
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def find_differences(connection: Connection, metadata: MetaData) -> list[str]:
    """One sentence for each belief that is wrong."""
    inspector = inspect(connection)
    inserted = find_inserted_tables()
    differences = []
    for table in metadata.tables.values():
        if not inspector.has_table(table.name):
            differences.append(f"{table.name} does not exist")
            continue
        real = {column["name"]: column for column in inspector.get_columns(table.name)}
        differences += [d for column in table.columns if (d := compare(table, column, real))]
        key = inspector.get_pk_constraint(table.name)["constrained_columns"]
        if table.primary_key and [column.name for column in table.primary_key] != key:
            differences.append(f"{table.name} has the key {key}")
        if table.name in inserted:
            differences += find_missing(table, real)
    return differences


def compare(table: Table, column: Column[object], real: dict[str, ReflectedColumn]) -> str | None:
    if column.name not in real:
        return f"{table.name}.{column.name} does not exist"
    believed, found = shape(column.type), shape(real[column.name]["type"])
    if believed != found:
        return f"{table.name}.{column.name} is {found}, not {believed}"
    if not column.nullable and real[column.name]["nullable"]:
        return f"{table.name}.{column.name} may be NULL"
    return None


def shape(type_: TypeEngine[object]) -> str:
    """The type as Postgres spells it; text is text, whatever its longest may be."""
    if isinstance(type_, String):
        return "TEXT"
    if isinstance(type_, ARRAY):
        return f"{shape(type_.item_type)}[]"
    if isinstance(type_, Float) and not isinstance(type_, Integer):
        return "DOUBLE PRECISION"
    return str(type_.compile(dialect=DIALECT))


def find_missing(table: Table, real: dict[str, ReflectedColumn]) -> list[str]:
    """What an INSERT must give and the table of the workers does not know."""
    return [
        f"{table.name}.{name} must be given"
        for name, column in real.items()
        if name not in table.columns and not column["nullable"] and not is_filled(column)
    ]


def is_filled(column: ReflectedColumn) -> bool:
    return column["default"] is not None or "identity" in column or "computed" in column


def find_inserted_tables() -> set[str]:
    """The names of all tables that the workers' queries insert into."""
    folder = Path(workers.db.__path__[0])
    calls = [
        node
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in WRITERS
    ]
    nodes = [node for call in calls for argument in call.args for node in ast.walk(argument)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return {table.name for name in names if isinstance(table := vars(tables).get(name), Table)}


def test_workers_and_migrations_agree(connection: Connection) -> None:
    assert find_differences(connection, tables.metadata) == []


def test_the_tables_that_workers_insert_into_are_found() -> None:
    assert {
        "assist_label",
        "assist_prediction",
        "assist_suggestion",
        "conversations_message",
        "dispatch_event",
        "dispatch_heartbeat",
        "learning_modelfile",
        "learning_modelversion",
    } <= find_inserted_tables()


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (
            "ALTER TABLE assist_label RENAME COLUMN value TO score",
            ["assist_label.value does not exist", "assist_label.score must be given"],
        ),
        (
            "ALTER TABLE conversations_message ALTER COLUMN sequence TYPE bigint",
            ["conversations_message.sequence is BIGINT, not INTEGER"],
        ),
        (
            "ALTER TABLE dispatch_work ALTER COLUMN due_at TYPE timestamp",
            ["dispatch_work.due_at is TIMESTAMP WITHOUT TIME ZONE, not TIMESTAMP WITH TIME ZONE"],
        ),
        (
            "ALTER TABLE dispatch_event ADD COLUMN source text NOT NULL",
            ["dispatch_event.source must be given"],
        ),
        ("ALTER TABLE dispatch_event ADD COLUMN source text NOT NULL DEFAULT 'x'", []),
        ("ALTER TABLE dispatch_event ADD COLUMN source text", []),
        ("DROP TABLE dispatch_heartbeat", ["dispatch_heartbeat does not exist"]),
        (
            "ALTER TABLE learning_example DROP CONSTRAINT learning_example_pkey CASCADE",
            ["learning_example has the key []"],
        ),
    ],
)
def test_a_migration_that_workers_did_not_follow_is_noticed(
    connection: Connection, change: str, difference: list[str]
) -> None:
    connection.execute(text(change))
    assert find_differences(connection, tables.metadata) == difference


@pytest.mark.parametrize("name", [table.name for table in tables.metadata.sorted_tables])
def test_a_column_that_workers_alone_rename_is_noticed(connection: Connection, name: str) -> None:
    copy = MetaData()
    for table in tables.metadata.tables.values():
        table.to_metadata(copy)
    column = list(copy.tables[name].columns)[-1]
    renamed = Table(
        name,
        copy,
        Column("renamed", column.type),
        extend_existing=True,
    )
    assert f"{renamed.name}.renamed does not exist" in find_differences(connection, copy)


def list_statements() -> list[tuple[str, TextClause]]:
    """Every statement that the workers wrote down as SQL, with its name."""
    names = [info.name for info in iter_modules(workers.db.__path__)]
    modules = [import_module(f"workers.db.{name}") for name in names]
    return [
        (f"{module.__name__}.{name}", statement)
        for module in modules
        for name, statement in vars(module).items()
        if isinstance(statement, TextClause)
    ]


@pytest.mark.parametrize(("name", "statement"), list_statements())
def test_what_workers_say_in_sql_is_understood(
    connection: Connection, name: str, statement: TextClause
) -> None:
    compiled = statement.compile(dialect=DIALECT)
    numbers = {key: f"${number}" for number, key in enumerate(compiled.params, start=1)}
    driver = connection.connection.driver_connection
    assert driver is not None
    prepared = driver.pgconn.prepare(b"", (str(compiled) % numbers).encode())
    assert prepared.status == ExecStatus.COMMAND_OK, f"{name}: {prepared.error_message}"


def test_the_sql_of_workers_is_found() -> None:
    assert {"workers.db.work._START", "workers.db.conversations._HOLD"} <= dict(
        list_statements()
    ).keys()
