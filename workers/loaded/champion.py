"""The workspace's champion in this process: looked up in Postgres, unpacked under VAR_DIR."""

from __future__ import annotations

from functools import cache

from workers.db import models
from workers.db.engine import engine
from workers.loaded.model_cache import ModelCache
from workers.settings import read_settings


@cache
def model_cache() -> ModelCache:
    """The cache of this process, made at the first call."""
    return ModelCache(read_settings().var_dir / "models", _find_champion, _read_files)


def _find_champion() -> str | None:
    with engine().connect() as connection:
        return models.find_champion(connection)


def _read_files(version: str) -> dict[str, bytes]:
    with engine().connect() as connection:
        return models.read_files(connection, version)
