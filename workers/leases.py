"""A lease that is held for as long as something takes."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from workers.contracts.leases import LEASE_SECONDS
from workers.db import work
from workers.db.engine import engine

log = structlog.get_logger()
# Two renewals may fail before the lease runs out.
RENEW_SECONDS = LEASE_SECONDS / 3


@contextmanager
def held(token: UUID, work_ids: Collection[int]) -> Iterator[None]:
    """Renew the lease from a thread of its own until the block ends.

    Whether it was ours all the time is told by `work.finish`, as after any other step.
    """
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_SECONDS):
            try:
                with engine().begin() as connection:
                    work.renew(connection, token, work_ids)
            except OperationalError:
                log.warning("lease_not_renewed", work_ids=work_ids)

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
