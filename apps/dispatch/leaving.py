"""A web process that is told to end answers those who wait, before its server cuts them off."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any, TypeAlias

from apps.dispatch.feed import feed

Application: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class Leaving:
    """An ASGI application around another. At the first SIGTERM or SIGINT whoever waits is told how
    far it has come, and streams end; whoever follows one begins again where it was."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        # The server listens to signals itself by now. Of its end it tells us only when all
        # connections are closed.
        await receive()
        for number in (signal.SIGTERM, signal.SIGINT):
            _hear_too(number)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _hear_too(number: signal.Signals) -> None:
    loop, server = asyncio.get_running_loop(), signal.getsignal(number)

    def hear(number: int, frame: FrameType | None) -> None:
        # Not here: whatever was interrupted may hold the feed's lock.
        loop.call_soon_threadsafe(feed.stop)
        if callable(server):
            server(number, frame)

    signal.signal(number, hear)
