"""The broker of `make run`: kombu's in-memory transport, but consumers are woken by messages.

kombu's own polls every few milliseconds. Six pools polled 1,200 times a second: an idle process
took 20 % of a core, where it now takes 6 to 8 %, and each hop of a chain took longer. An
acknowledgement wakes nobody, and need not: pools have no prefetch limit here (`config.celery`).
"""

from __future__ import annotations

import threading
import time
from queue import Empty
from typing import Any, Final

from kombu.transport import memory


class Arrivals:
    """Counts messages, and lets threads wait until there are more than they have seen."""

    def __init__(self) -> None:
        self._told = threading.Condition()
        self.count = 0

    def tell(self) -> None:
        """Count a message, and wake those who wait."""
        with self._told:
            self.count += 1
            self._told.notify_all()

    def wait(self, seen: int, seconds: float | None) -> None:
        """Return when there are more than `seen`, or after `seconds`."""
        with self._told:
            self._told.wait_for(lambda: self.count > seen, seconds)


# For all queues together: a pool that wakes for another's message finds none and waits on.
ARRIVALS: Final = Arrivals()


class Channel(memory.Channel):
    """A channel that counts each message put into a queue."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)
        ARRIVALS.tell()

    def _put_fanout(self, exchange: str, message: Any, *args: Any, **kwargs: Any) -> None:
        super()._put_fanout(exchange, message, *args, **kwargs)
        ARRIVALS.tell()


class Transport(memory.Transport):
    """The transport of `memory://`; see `config.celery`."""

    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Deliver the next message; raises TimeoutError when none comes for `timeout` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            seen = ARRIVALS.count
            try:
                self.cycle.get(self._deliver, timeout=timeout)
            except Empty:
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError from None
                ARRIVALS.wait(seen, left)
            else:
                return
