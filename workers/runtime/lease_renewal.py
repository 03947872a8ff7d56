"""Holds a lease for as long as a block of code runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers.db import work
from workers.db.engine import engine

log = structlog.get_logger()
# Longer than a stage's: LAPACK holds the interpreter's lock, with 16,000 examples for up to half a
# minute, and the renewing thread has to wait.
HELD_SECONDS = 120
# Two renewals may fail before the lease runs out.
RENEW_SECONDS = HELD_SECONDS / 4


class LeaseLostError(Exception):
    """Somebody else may hold the lease by now: the result of this attempt could not be stored."""


@contextmanager
def keep_lease(token: UUID, work_ids: Collection[int]) -> Iterator[Callable[[], None]]:
    """Renew the lease from a thread of its own until the block ends.

    Yields a function that raises LeaseLostError once the lease is lost. It is a hint to stop early:
    whether the result may be stored is decided by `work.finish`, as after any other step.
    """
    ended, lost = threading.Event(), threading.Event()

    def renew() -> None:
        while not ended.is_set() and not lost.is_set():
            try:
                with engine().begin() as connection:
                    if not work.renew(connection, token, work_ids, HELD_SECONDS):
                        lost.set()
            except SQLAlchemyError:
                log.warning("lease_not_renewed", work_ids=work_ids)
            ended.wait(RENEW_SECONDS)

    def check() -> None:
        if lost.is_set():
            raise LeaseLostError

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield check
    finally:
        ended.set()
        thread.join()
