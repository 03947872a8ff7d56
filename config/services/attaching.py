"""Finds or starts a database for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.environment import Environment
from config.services.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def database_at_hand() -> Iterator[None]:
    """Have a database in DATABASE_URL for the block. Raises PostgresError.

    Where the variable is not set, that is the embedded Postgres under VAR_DIR: the running one, or
    one that is started for the block.
    """
    environment = Environment(os.environ)
    if environment.text("DATABASE_URL", ""):
        yield
        return
    var_dir = environment.folder("VAR_DIR", ROOT / "var")
    with EmbeddedPostgres(var_dir).attach_or_start() as url:
        os.environ["DATABASE_URL"] = url
        yield
