"""Live events for those who wait in this process: one thread reads, any number of tasks listen.

A waiting task holds no thread and no database connection. The thread lives only while somebody
listens, and a little longer.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import structlog
from django.db.models import QuerySet

from apps.dispatch.hints import connect_directly
from apps.dispatch.models import Event

Argument = TypeVar("Argument")
log = structlog.get_logger()

POLL_SECONDS = 0.025
AWAY_SECONDS = 1.0
LINGER_SECONDS = 10.0
BACKLOG = 1000

_POSITION = "SELECT coalesce(max(position), 0) FROM dispatch_event"
_NEWER = """
SELECT position, kind, inbox_id, conversation_id, message_id, data, created_at
FROM dispatch_event WHERE position > %s ORDER BY position LIMIT 1000
"""


@dataclass(frozen=True)
class FeedEvent:
    """An event that has its position: what was committed before it has a smaller one."""

    position: int
    kind: str
    inbox_id: UUID | None
    conversation_id: UUID | None
    message_id: UUID | None
    data: dict[str, Any]
    created_at: datetime


class FeedEnded(Exception):
    """The listener was too slow, or the process stops: begin again from the last position."""


class Subscription:
    """What one task hears. Used in the event loop that made it, but for `offer`."""

    def __init__(self) -> None:
        self.position = 0
        self._loop = asyncio.get_running_loop()
        self._placed = asyncio.Event()
        self._events: asyncio.Queue[FeedEvent | None] = asyncio.Queue(BACKLOG)

    async def receive(self) -> FeedEvent:
        """The next event. Raises FeedEnded when there will be no more."""
        event = await self._events.get()
        if event is None:
            raise FeedEnded(FeedEnded.__doc__)
        return event

    async def placed(self) -> None:
        """Return when `position` is known: what comes after it will be heard."""
        await self._placed.wait()

    def place(self, position: int) -> None:
        self._call(self._place, position)

    def offer(self, event: FeedEvent | None) -> None:
        """From the reading thread: an event, or None for the end."""
        self._call(self._put, event)

    def _call(self, function: Callable[[Argument], None], argument: Argument) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, argument)

    def _place(self, position: int) -> None:
        if not self._placed.is_set():
            self.position = position
            self._placed.set()

    def _put(self, event: FeedEvent | None) -> None:
        if self._events.full():
            event = None
            while not self._events.empty():
                self._events.get_nowait()
        self._events.put_nowait(event)


class Feed:
    """The one reader of a process and those who listen to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[UUID, set[Subscription]] = {}
        self._reader: threading.Thread | None = None
        self._position: int | None = None
        self._idle_since = 0.0

    @asynccontextmanager
    async def subscribe(self, *subjects: UUID) -> AsyncIterator[Subscription]:
        """Hear all events about messages, conversations or inboxes (at least one), from now on."""
        subscription = Subscription()
        self._add(subjects, subscription)
        try:
            await subscription.placed()
            yield subscription
        finally:
            self._remove(subjects, subscription)

    def stop(self) -> None:
        """End all subscriptions, so that the process can leave."""
        for subscription in self._everybody():
            subscription.offer(None)

    def _add(self, subjects: Iterable[UUID], subscription: Subscription) -> None:
        with self._lock:
            for subject in subjects:
                self._listeners.setdefault(subject, set()).add(subscription)
            if self._position is not None:
                subscription.place(self._position)
            if self._reader is None or not self._reader.is_alive():
                self._reader = threading.Thread(target=self._read, name="feed", daemon=True)
                self._reader.start()

    def _remove(self, subjects: Iterable[UUID], subscription: Subscription) -> None:
        with self._lock:
            for subject in subjects:
                self._listeners[subject].remove(subscription)
                if not self._listeners[subject]:
                    del self._listeners[subject]
            self._idle_since = time.monotonic()

    def _read(self) -> None:
        while True:
            try:
                with connect_directly() as connection:
                    self._find_position(connection)
                    while self._is_needed():
                        self._deliver(connection)
                        time.sleep(POLL_SECONDS)
                    return
            except psycopg.OperationalError as error:
                log.warning("feed_waits_for_database", error=type(error).__name__)
                time.sleep(AWAY_SECONDS)

    def _is_needed(self) -> bool:
        with self._lock:
            rested = time.monotonic() - self._idle_since > LINGER_SECONDS
            if self._listeners or not rested:
                return True
            self._reader = self._position = None
            return False

    def _find_position(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Only once: after a lost connection the reader goes on where it was."""
        if self._position is not None:
            return
        (position,) = connection.execute(_POSITION).fetchone() or (0,)
        with self._lock:
            self._position = position
        for subscription in self._everybody():
            subscription.place(position)

    def _deliver(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        for row in connection.execute(_NEWER, [self._position]):
            event = FeedEvent(*row)
            with self._lock:
                self._position = event.position
                listeners = {
                    subscription
                    for subject in (event.message_id, event.conversation_id, event.inbox_id)
                    if subject is not None
                    for subscription in self._listeners.get(subject, ())
                }
            for subscription in listeners:
                subscription.offer(event)

    def _everybody(self) -> list[Subscription]:
        with self._lock:
            return [each for subscribed in self._listeners.values() for each in subscribed]


feed = Feed()


def list_events(conversation_id: UUID, after: int, limit: int) -> list[FeedEvent]:
    """What happened in a conversation after a position, in order."""
    return _read(Event.objects.filter(conversation_id=conversation_id), after, limit)


def list_inbox_events(inbox_ids: Sequence[UUID], after: int, limit: int) -> list[FeedEvent]:
    """What happened in some inboxes after a position, in order."""
    return _read(Event.objects.filter(inbox_id__in=inbox_ids), after, limit)


def _read(events: QuerySet[Event], after: int, limit: int) -> list[FeedEvent]:
    names = [field.name for field in fields(FeedEvent)]
    newer = events.filter(position__gt=after).order_by("position")
    return [FeedEvent(**row) for row in newer.values(*names)[:limit]]
