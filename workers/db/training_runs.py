"""What a training says of itself while it runs, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from workers.db.engine import statements

_ADVISORY_LOCK = 7_310_002
_ALONE = text(f"SELECT pg_try_advisory_lock({_ADVISORY_LOCK})")
_OPEN = "UPDATE learning_trainingrun SET {changes} WHERE id = :id AND state = 'open'"
_SAID = "said = to_jsonb(CAST(:lines AS text[]))"
_BEGIN = text(_OPEN.format(changes=f"{_SAID}, started_at = now()") + " RETURNING started_at")
_SAY = text(_OPEN.format(changes=_SAID))
_END = text(_OPEN.format(changes=f"{_SAID}, state = 'done', ended_at = now()"))


@contextmanager
def training_lock() -> Iterator[bool]:
    """Whether no other training is under way in any process; none begins before this one ends.

    A broker that waits too long for an acknowledgement delivers a training again, to another
    thread or machine, with a lease that is held.
    """
    with statements().connect() as connection:
        try:
            yield bool(connection.scalar(_ALONE))
        finally:
            # The lock is the connection's: it ends with it, however this ends.
            connection.invalidate()


def begin(connection: Connection, id_: UUID) -> datetime | None:
    """Forget what an attempt before this one said. Returns when it began, None where it is over."""
    started_at: datetime | None = connection.scalar(_BEGIN, {"id": id_, "lines": []})
    return started_at


def say(connection: Connection, id_: UUID, line: str) -> None:
    """How far it is: numbers and names of labels, never what anybody wrote."""
    connection.execute(_SAY, {"id": id_, "lines": [line]})


def end(connection: Connection, id_: UUID, lines: Sequence[str]) -> None:
    """It went to its end, and this came of it."""
    connection.execute(_END, {"id": id_, "lines": list(lines)})
