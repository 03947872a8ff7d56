"""One engine a process, made when the first task needs it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine

from config.database import sqlalchemy_url
from workers.settings import read_settings


@cache
def engine() -> Engine:
    """Connections are checked before use, because Postgres may have been restarted meanwhile."""
    return create_engine(
        sqlalchemy_url(read_settings().database_url),
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 5},
    )
