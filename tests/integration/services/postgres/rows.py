"""What a server keeps, and where its process is."""

from __future__ import annotations

from pathlib import Path

import psycopg


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def read_row(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def postmaster(var_dir: Path) -> int:
    return int((var_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def is_served(var_dir: Path) -> bool:
    return (var_dir / "postgres" / "postmaster.pid").exists()
