"""Work in other threads, each with a database connection of its own, as processes have."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")
PATIENCE_SECONDS = 30

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def close_afterwards(work: Callable[[], Result]) -> Result:
    try:
        return work()
    finally:
        connection.close()


def at_once(work: Callable[[], Result], times: int) -> list[Result]:
    """What `times` threads return that do the same at the same time."""
    with ThreadPoolExecutor(times) as threads:
        futures = [threads.submit(close_afterwards, work) for _ in range(times)]
        return [future.result(PATIENCE_SECONDS) for future in futures]


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Future[Result]]:
    """Something that goes on in another thread meanwhile, and has ended well afterwards."""
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(close_afterwards, work)
        yield future
        future.result(PATIENCE_SECONDS)


@contextmanager
def setting(event: threading.Event) -> Iterator[None]:
    """Sets the event at the end, also where a test fails: what watches it ends too."""
    try:
        yield
    finally:
        event.set()


def commit_when_somebody_waits(act: Callable[[], object], is_done: threading.Event) -> None:
    """Do it, and commit that as soon as another transaction waits for this one."""
    with transaction.atomic(), connection.cursor() as cursor:
        act()
        is_done.set()
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
