"""A word to the sleeping loops that there is something to do. A lost hint costs a rest, no more."""

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

# Postgres commits a NOTIFY like any change; nobody needs a hint to outlive a crash.
_NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, '')"


class Channel(StrEnum):
    """Who is to be woken: the dispatcher, for work and events, or the deliverer."""

    DISPATCH = "firstline_dispatch"
    DELIVER = "firstline_deliver"


def channel_of(lane: str) -> Channel:
    """Whom work in a lane is for."""
    return Channel.DELIVER if lane in LANES_OF_DELIVERER else Channel.DISPATCH


def send_on_commit(channel: Channel) -> None:
    """Hint when this transaction is there to be seen; once, however often it is asked for."""
    asked = (function for _, function, *_ in connection.run_on_commit)
    hints = (one for one in asked if isinstance(one, partial) and one.func is send)
    if all(hint.args != (channel,) for hint in hints):
        transaction.on_commit(partial(send, channel))


def send(channel: Channel) -> None:
    """After a commit, in a statement of its own: a NOTIFY inside would serialise the commits.

    Where the database goes away in between, what was committed stays done all the same.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_NOTIFY, [channel.value])
    except Error as error:
        log.warning("hint_lost", error=type(error).__name__)


def connect_directly(**options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection outside of the pool, in autocommit, for whoever keeps one to itself.

    `options`: of libpq, such as `connect_timeout` in seconds.
    """
    parameters = connection.get_connection_params()
    for of_django in ("pool", "cursor_factory", "context"):
        parameters.pop(of_django, None)
    return psycopg.connect(**{**parameters, **options}, autocommit=True)


class Listener:
    """A connection of its own on which a loop sleeps until a hint or a time-out."""

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
