"""Heartbeats of a pool: a thread that renews the row of its process every few seconds."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers.contracts.envelopes import VERSION
from workers.db import heartbeats
from workers.db.engine import engine

log = structlog.get_logger()
BEAT_SECONDS = 3.0


class Pulse:
    """Beats from `start` until `stop`, whenever the pool is able to work.

    While a service that the pool needs is away there is no beat, so that nothing is published for
    it and no attempt is spent. Any error of the database only makes it miss beats: the database may
    be away, or without the table or read-only while a backup is restored or a replica takes over.
    """

    def __init__(self, queue: str, details: dict[str, Any], is_able: Callable[[], bool]) -> None:
        self._process = f"{queue}@{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._queue = queue
        self._details = {**details, "contract_version": VERSION, "pid": os.getpid()}
        self._is_able = is_able
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{queue}", daemon=True)

    def start(self) -> None:
        """The first beat is sent at once."""
        self._thread.start()

    def stop(self) -> None:
        """Beat no more, and take the row away. A pool may end before it has ever beaten."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            able = self._is_able()
            if not able:
                log.warning("pool_waits", queue=self._queue, reason="What it asks is away.")
            self._write(beats=able)
            self._stop.wait(BEAT_SECONDS)
        self._write(beats=False)

    def _write(self, *, beats: bool) -> None:
        try:
            with engine().begin() as connection:
                if beats:
                    heartbeats.beat(connection, self._process, self._queue, self._details)
                else:
                    heartbeats.remove(connection, self._process)
        except SQLAlchemyError as error:
            log.warning("heartbeat_missed", queue=self._queue, error=type(error).__name__)
