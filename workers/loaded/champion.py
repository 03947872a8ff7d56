"""The workspace's champion in this process: looked up in Postgres, unpacked under VAR_DIR."""

from __future__ import annotations

from functools import cache

from workers.db import models
from workers.db.engine import engine
from workers.loaded.champion_reader import ChampionReader
from workers.loaded.timed_cache import TimedCache
from workers.models.artifact import Model
from workers.settings import read_settings

REFRESH_SECONDS = 5.0


@cache
def champion(encoder_identity: str) -> TimedCache[Model | None]:
    """The champion of this process, looked up again every few seconds.

    None before the first training, and where this release has never been able to read one.
    """
    folder = read_settings().var_dir / "models"
    reader = ChampionReader(folder, encoder_identity, _find_champion, _read_files)
    return TimedCache("champion", None, reader.read, REFRESH_SECONDS)


def _find_champion() -> str | None:
    with engine().connect() as connection:
        return models.find_champion(connection)


def _read_files(version: str) -> dict[str, bytes]:
    with engine().connect() as connection:
        return models.read_files(connection, version)
