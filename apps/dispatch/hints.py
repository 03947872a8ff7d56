"""Wakes resting loops by NOTIFY when there is something to do. A lost hint only costs a rest."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from types import TracebackType
from typing import Any, Self

import psycopg
import structlog
from django.db import Error, connection, transaction

from apps.dispatch.kinds import LANES_OF_DELIVERER

log = structlog.get_logger()

# A NOTIFY is committed like any change, but needs not be on disk.
_NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, '')"


class Channel(StrEnum):
    """The loops to wake: the dispatcher's, for work and events, or the deliverer's."""

    DISPATCH = "firstline_dispatch"
    DELIVER = "firstline_deliver"


def channel_of(lane: str) -> Channel:
    """The channel of the loops that claim work of this lane."""
    return Channel.DELIVER if lane in LANES_OF_DELIVERER else Channel.DISPATCH


def send_on_commit(channel: Channel) -> None:
    """Send a hint after this transaction commits; once, however often it is called."""
    functions = (function for _, function, *_ in connection.run_on_commit)
    hints = (one for one in functions if isinstance(one, partial) and one.func is send)
    if all(hint.args != (channel,) for hint in hints):
        transaction.on_commit(partial(send, channel))


def send(channel: Channel) -> None:
    """Send a hint in a statement of its own: inside of transactions, NOTIFY serialises commits.

    Errors are ignored: what has been committed stays done.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_NOTIFY, [channel.value])
    except Error as error:
        log.warning("hint_lost", error=type(error).__name__)


def connect_directly(**options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection outside of the pool, in autocommit, for a caller that keeps it.

    `options`: of libpq, such as `connect_timeout` in seconds.
    """
    parameters = connection.get_connection_params()
    for of_django in ("pool", "cursor_factory", "context"):
        parameters.pop(of_django, None)
    return psycopg.connect(**{**parameters, **options}, autocommit=True)


class Listener:
    """A connection on which a loop waits for a hint or a time-out."""

    def __init__(self, channel: Channel) -> None:
        self._connection = connect_directly()
        self._connection.execute(f"LISTEN {channel.value}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def wait(self, seconds: float) -> None:
        """Return at the first hint, or after `seconds`; hints that piled up count as one."""
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            pass
