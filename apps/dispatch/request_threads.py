"""Threads for what requests do with the database, kept from one request to the next.

By itself Django starts a thread for each request, and another one that waits for its end. While
other threads of the process compute, starting one takes the event loop several of their turns,
and all other requests wait with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any, TypeAlias

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import connections

Application: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

# How many may wait for a next request; what more of them was started ends with its request.
MOST_IDLE = 32


class RequestThread(Executor):
    """One request's thread: it takes one when it has something to do, and keeps it until it is
    told to release it."""

    def __init__(self, idle: list[ThreadPoolExecutor]) -> None:
        self._idle = idle
        self._thread: ThreadPoolExecutor | None = None
        self._last: Future[Any] | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function after those before it, as `ThreadPoolExecutor` does."""
        if self._thread is None:
            self._thread = self._idle.pop() if self._idle else ThreadPoolExecutor(1, "request")
        self._last = self._thread.submit(fn, *args, **kwargs)
        return self._last

    def release(self) -> None:
        """Let others have it; one that is not done yet ends with what it does."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        done = self._last is None or self._last.done()
        if done and len(self._idle) < MOST_IDLE:
            self._idle.append(thread)
        else:
            thread.shutdown(wait=False)


_current: ContextVar[RequestThread] = ContextVar("request_thread")


class RequestThreads:
    """An ASGI application around Django: each request's synchronous work has one thread."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._idle: list[ThreadPoolExecutor] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        thread = RequestThread(self._idle)
        _current.set(thread)
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, send)
        except Exception:
            # Nobody tells Django of the end of a response that broke off, which gives back the
            # connection.
            await asyncio.wrap_future(thread.submit(connections.close_all))
            raise
        finally:
            thread.release()


async def release_thread() -> None:
    """Give the request's database connection and its thread back before a long wait.

    What it does after that has others.
    """
    await sync_to_async(connections.close_all)()
    thread = _current.get(None)
    if thread is not None:
        thread.release()
