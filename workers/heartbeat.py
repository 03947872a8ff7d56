"""The pulse of a pool: a thread that says every few seconds which process consumes which queue."""

from __future__ import annotations

import os
import socket
import threading
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy.exc import OperationalError

from workers.contracts import VERSION
from workers.db import heartbeats
from workers.db.engine import engine

log = structlog.get_logger()
BEAT_SECONDS = 3.0


class Pulse:
    """Beats from `start` until `stop`; a database that is away only makes it miss beats."""

    def __init__(self, queue: str, details: dict[str, Any]) -> None:
        self._process = f"{queue}@{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._queue = queue
        self._details = {**details, "contract_version": VERSION, "pid": os.getpid()}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{queue}", daemon=True)

    def start(self) -> None:
        """The first beat is sent at once."""
        self._thread.start()

    def stop(self) -> None:
        """Beat no more, and take the row away."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._write(beats=True)
            self._stop.wait(BEAT_SECONDS)
        self._write(beats=False)

    def _write(self, *, beats: bool) -> None:
        try:
            with engine().begin() as connection:
                if beats:
                    heartbeats.beat(connection, self._process, self._queue, self._details)
                else:
                    heartbeats.remove(connection, self._process)
        except OperationalError:
            log.warning("heartbeat_missed", queue=self._queue)
