"""The subscription of a task to the feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

Argument = TypeVar("Argument")
BACKLOG = 1000


@dataclass(frozen=True)
class FeedEvent:
    """An event with its position; events committed earlier have smaller ones."""

    position: int
    kind: str
    inbox_id: UUID | None
    conversation_id: UUID | None
    message_id: UUID | None
    data: dict[str, Any]
    created_at: datetime


class FeedEnded(Exception):
    """The listener was too slow, or the process stops: subscribe again from the last position."""


class Subscription:
    """A queue of events for one task. Only `offer` may be called outside of its event loop."""

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
        """Return when `position` is set: events after it will be received."""
        await self._placed.wait()

    def place(self, position: int) -> None:
        self._call(self._place, position)

    def offer(self, event: FeedEvent | None) -> None:
        """Add an event, or None for the end; called by the reading thread."""
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
