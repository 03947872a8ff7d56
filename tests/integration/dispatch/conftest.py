from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from apps.dispatch import feed as feed_module
from tests.emptying.tables import empty_tables
from tests.integration.dispatch.happening import readers
from workers.db.engine import engine, statements
from workers.settings import read_settings


@pytest.fixture(scope="package")
def workers_database(database_url: str) -> Iterator[None]:
    """Lets the workers' side of this process write into the tests' own database.

    No longer than here: other packages copy that database, which nobody may use meanwhile.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DATABASE_URL", database_url)
        forget_settings()
        yield
        engine().dispose()
    forget_settings()


def forget_settings() -> None:
    for cached in (read_settings, engine, statements):
        cached.cache_clear()


@pytest.fixture(autouse=True)
def database(transactional_db: None, workers_database: None) -> None:
    """Real commits, which every connection sees, and no work but a test's own."""
    empty_tables()


@pytest.fixture
def nobody_lingers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The feed's thread, with its connection, ends with whoever listened."""
    monkeypatch.setattr(feed_module, "LINGER_SECONDS", 0)
    yield
    while readers():
        time.sleep(0.01)
