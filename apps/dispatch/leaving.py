"""When a web process has to stop, it answers those who wait before the server disconnects them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any, TypeAlias

from apps.dispatch.feed import feed

Application: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class Leaving:
    """An ASGI application around another. At the first SIGTERM or SIGINT, waiting requests are
    answered with the current state, and streams end; their clients reconnect elsewhere."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        # By now the server has set its signal handlers, which are wrapped here: its own message of
        # the shutdown comes only after all connections are closed.
        await receive()
        for number in (signal.SIGTERM, signal.SIGINT):
            _wrap_handler(number)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _wrap_handler(number: signal.Signals) -> None:
    loop, wrapped = asyncio.get_running_loop(), signal.getsignal(number)

    def handle(number: int, frame: FrameType | None) -> None:
        # Not in the signal handler: the code that it interrupts may hold the feed's lock.
        loop.call_soon_threadsafe(feed.stop)
        if callable(wrapped):
            wrapped(number, frame)

    signal.signal(number, handle)
