"""The heartbeats of the dispatcher and the deliverer, beside those of the pools."""

from __future__ import annotations

import os
import socket
import time
from uuid import uuid4

from django.db import connection
from uuid_utils.compat import uuid7

DISPATCHER = "dispatch"
DELIVERER = "deliver"
LOOPS = (DISPATCHER, DELIVERER)
BEAT_SECONDS = 3.0
FORGOTTEN_AFTER_SECONDS = 3600

_BEAT = """
INSERT INTO dispatch_heartbeat (id, process, queue, details) VALUES (%s, %s, %s, '{}')
ON CONFLICT (process) DO UPDATE SET seen_at = now()
"""
_FORGET = "DELETE FROM dispatch_heartbeat WHERE seen_at < now() - make_interval(secs => %s)"


class Pulse:
    """Renews the heartbeat of this loop when it is due, and deletes those of loops long dead."""

    def __init__(self, queue: str) -> None:
        self._process = f"{queue}@{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._queue = queue
        self._due = 0.0

    def beat(self) -> None:
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BEAT_SECONDS
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, [uuid7(), self._process, self._queue])
            cursor.execute(_FORGET, [FORGOTTEN_AFTER_SECONDS])
