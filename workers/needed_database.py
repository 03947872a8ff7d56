"""For what cannot begin without the database: a pool, a server, a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError, ProgrammingError

from config.database import AWAY, TABLES_MISSING
from workers.errors import SetupError


@contextmanager
def needed_database() -> Iterator[None]:
    """Raises SetupError, with the repair, where it does not answer or lacks tables."""
    try:
        yield
    except OperationalError as error:
        raise SetupError(AWAY) from error
    except ProgrammingError as error:
        raise SetupError(TABLES_MISSING) from error
