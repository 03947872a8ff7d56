"""Heartbeats of a pool: a thread that renews the row of its process every few seconds."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from workers.contracts.envelopes import VERSION
from workers.contracts.services import WAITS_FOR, Service
from workers.db import heartbeats
from workers.db.engine import engine

log = structlog.get_logger()
BEAT_SECONDS = 3.0


class Pulse:
    """Beats from `start` until `stop`.

    While a service that the pool needs is away each beat says so: nothing is published for it, no
    attempt is spent, and an operator reads why. Any error of the database only makes it miss beats:
    the database may be away, or without the table or read-only while a backup is restored or a
    replica takes over.
    """

    def __init__(
        self, queue: str, details: dict[str, Any], find_missing: Callable[[], Service | None]
    ) -> None:
        self._process = f"{queue}@{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._queue = queue
        self._details = {**details, "contract_version": VERSION, "pid": os.getpid()}
        self._find_missing = find_missing
        self._stopped = False
        self._due = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{queue}", daemon=True)

    def start(self) -> None:
        """The first beat is sent at `beat_now`, or after the time of one."""
        self._thread.start()

    def beat_now(self) -> None:
        """Beat without waiting for the next one to be due: the pool has what it needs."""
        self._due.set()

    def stop(self) -> None:
        """Beat no more, and take the row away. A pool may end before it has ever beaten."""
        self._stopped = True
        self._due.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._rest():
            details = dict(self._details)
            if missing := self._find_missing():
                log.warning("pool_waits", queue=self._queue, waits_for=missing.value)
                details[WAITS_FOR] = missing.value
            self._write(partial(heartbeats.beat, queue=self._queue, details=details))
        self._write(heartbeats.remove)

    def _rest(self) -> bool:
        """Wait until the next beat is due. Returns whether to beat no more."""
        self._due.wait(BEAT_SECONDS)
        self._due.clear()
        return self._stopped

    def _write(self, write: Callable[[Connection, str], None]) -> None:
        try:
            with engine().begin() as connection:
                write(connection, self._process)
        except SQLAlchemyError as error:
            log.warning("heartbeat_missed", queue=self._queue, error=type(error).__name__)
