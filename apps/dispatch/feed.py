"""Live events in a web process: one thread reads them, any number of tasks listen.

A waiting task holds no thread and no database connection. The thread lives only while somebody
listens, and a little longer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
import structlog

from apps.dispatch.hints import connect_directly
from apps.dispatch.subscriptions import FeedEvent, Subscription

log = structlog.get_logger()

POLL_SECONDS = 0.025
AWAY_SECONDS = 1.0
LINGER_SECONDS = 10.0

_POSITION = "SELECT coalesce(max(position), 0) FROM dispatch_event"
_NEWER = """
SELECT position, kind, inbox_id, conversation_id, message_id, data, created_at
FROM dispatch_event WHERE position > %s ORDER BY position LIMIT 1000
"""


class Feed:
    """The reader of a process and its subscriptions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[UUID, set[Subscription]] = {}
        self._reader: threading.Thread | None = None
        self._position: int | None = None
        self._idle_since = 0.0
        self._stopped = False

    @asynccontextmanager
    async def subscribe(self, *subjects: UUID) -> AsyncIterator[Subscription]:
        """Subscribe to events about at least one message, conversation or inbox, from now on."""
        subscription = Subscription()
        self._add(subjects, subscription)
        try:
            await subscription.placed()
            yield subscription
        finally:
            self._remove(subjects, subscription)

    def stop(self) -> None:
        """End all subscriptions, also later ones, so that the process can stop."""
        with self._lock:
            self._stopped = True
        for subscription in self._everybody():
            subscription.offer(None)

    def _add(self, subjects: Iterable[UUID], subscription: Subscription) -> None:
        with self._lock:
            for subject in subjects:
                self._listeners.setdefault(subject, set()).add(subscription)
            if self._position is not None:
                subscription.place(self._position)
            if self._stopped:
                subscription.offer(None)
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
            except psycopg.Error as error:
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
        """Find the position to begin at; after a lost connection, reading goes on where it was.

        Where the newest event is an earlier one, the database was restored: events would come with
        positions that listeners have passed, so all of them begin again.
        """
        (newest,) = connection.execute(_POSITION).fetchone() or (0,)
        with self._lock:
            before = self._position
            self._position = newest if before is None else min(newest, before)
        for subscription in self._everybody():
            if before is None:
                subscription.place(newest)
            elif newest < before:
                subscription.offer(None)

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
