"""This process works on the tests' database as `python -m workers` does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workers.db.engine import engine
from workers.settings import read_settings


@pytest.fixture(autouse=True)
def _worker_environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    read_settings.cache_clear()
    engine.cache_clear()
    yield
    engine().dispose()
    read_settings.cache_clear()
    engine.cache_clear()
