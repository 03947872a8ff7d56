"""The row of a training run: its beginning, its progress and its end."""

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
    """Take the one lock of all trainings for the block. Yields whether it was free.

    A broker that waits too long for an acknowledgement delivers a training again, to another
    thread or machine, with a lease that is held.
    """
    with statements().connect() as connection:
        try:
            yield bool(connection.scalar(_ALONE))
        finally:
            # The lock belongs to the connection, and ends with it whatever happens.
            connection.invalidate()


def begin(connection: Connection, id_: UUID) -> datetime | None:
    """Begin an attempt at a run, and clear the progress of an earlier one.

    Returns the time, or None where the run has ended already.
    """
    started_at: datetime | None = connection.scalar(_BEGIN, {"id": id_, "lines": []})
    return started_at


def say(connection: Connection, id_: UUID, line: str) -> None:
    """Store the progress: numbers and names of labels, never what anybody wrote."""
    connection.execute(_SAY, {"id": id_, "lines": [line]})


def end(connection: Connection, id_: UUID, lines: Sequence[str]) -> None:
    """Mark the run done, with its results."""
    connection.execute(_END, {"id": id_, "lines": list(lines)})
