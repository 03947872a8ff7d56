"""What a training says of itself while it runs, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, text

_OPEN = "UPDATE learning_trainingrun SET {changes} WHERE id = :id AND state = 'open'"
_SAID = "said = to_jsonb(CAST(:lines AS text[]))"
_BEGIN = text(_OPEN.format(changes=f"{_SAID}, started_at = now()"))
_SAY = text(_OPEN.format(changes=_SAID))
_END = text(_OPEN.format(changes=f"{_SAID}, state = 'done', ended_at = now()"))


def begin(connection: Connection, id_: UUID) -> None:
    """Forget what an attempt before this one said."""
    connection.execute(_BEGIN, {"id": id_, "lines": []})


def say(connection: Connection, id_: UUID, line: str) -> None:
    """How far it is: numbers and names of labels, never what anybody wrote."""
    connection.execute(_SAY, {"id": id_, "lines": [line]})


def end(connection: Connection, id_: UUID, lines: Sequence[str]) -> None:
    """It went to its end, and this came of it."""
    connection.execute(_END, {"id": id_, "lines": list(lines)})
