"""The workspace for commands: connects to its database, imports and exports training data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from workers.corpus.records import Corpus
from workers.db import corpus as corpora
from workers.db.corpus import Stored
from workers.db.engine import engine
from workers.errors import SetupError
from workers.needed_database import needed_database


@contextmanager
def workspace_at_hand() -> Iterator[None]:
    """Use DATABASE_URL, or else the embedded database of this machine. Raises SetupError."""
    # Imported here: a pool's image has no embedded Postgres, and always has DATABASE_URL.
    from config.services.attaching import database_at_hand
    from config.services.cluster import PostgresError

    try:
        with database_at_hand(), needed_database():
            yield
    except PostgresError as error:
        raise SetupError(str(error)) from error


def import_corpus(corpus: Corpus) -> Stored:
    """Add training data, all of it or nothing; the next training learns from it."""
    with engine().begin() as connection:
        return corpora.store_corpus(connection, corpus)


def export_corpus() -> Corpus:
    """All training data of intents and entities."""
    with engine().connect() as connection:
        return corpora.read_corpus(connection)
