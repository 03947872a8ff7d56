"""A cache of a value that is read from Postgres again every few seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

from workers.errors import SetupError

log = structlog.get_logger()
Value = TypeVar("Value")


class TimedCache(Generic[Value]):
    """A value that is read again once it is older than `seconds`.

    Where reading raises SetupError, that is logged and the previous value stays.
    """

    def __init__(
        self, name: str, first: Value, read: Callable[[Value], Value], seconds: float
    ) -> None:
        """`name`: for the log. `read` gets the previous value, and returns it if it still holds."""
        self._name = name
        self._value = first
        self._read = read
        self._seconds = seconds
        self._lock = threading.Lock()
        self._read_at = float("-inf")

    def current(self) -> Value:
        with self._lock:
            if time.monotonic() - self._read_at > self._seconds:
                self._read_at = time.monotonic()
                try:
                    self._value = self._read(self._value)
                except SetupError as error:
                    log.warning(f"{self._name}_not_taken_up", reason=str(error))
            return self._value
