"""A row for each living process: who is there to do the work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from workers.db.tables import heartbeat


def beat(connection: Connection, process: str, queue: str, details: dict[str, Any]) -> None:
    """Insert or renew the row of a process that lives."""
    alive = {"queue": queue, "details": details, "seen_at": func.now()}
    connection.execute(
        insert(heartbeat)
        .values(id=uuid7(), process=process, **alive)
        .on_conflict_do_update(index_elements=["process"], set_=alive)
    )


def remove(connection: Connection, process: str) -> None:
    """Delete the row of a process that ends, so that nothing more is published for it."""
    connection.execute(delete(heartbeat).where(heartbeat.c.process == process))
