"""A pool of threads for the synchronous work of requests, which Django's own ASGI handler lacks.

Django starts a thread for each request, and another one that waits for its end. While other threads
of the process compute, starting one takes the event loop several of their time slices, and all
other requests wait.
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

# How many idle threads are kept; a thread beyond that ends with its request.
MOST_IDLE = 32


class RequestThread(Executor):
    """The thread of a request: taken from the pool at its first work, kept until `release`."""

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
        """Return the thread to the pool; a busy one ends after its work instead."""
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
            # Where a response breaks off, Django is not told, and would keep its connection.
            await asyncio.wrap_future(thread.submit(connections.close_all))
            raise
        finally:
            thread.release()


async def release_thread() -> None:
    """Give the request's database connection and its thread back before a long wait.

    Work after that takes new ones.
    """
    await sync_to_async(connections.close_all)()
    thread = _current.get(None)
    if thread is not None:
        thread.release()
