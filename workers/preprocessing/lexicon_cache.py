"""What administrators taught, as this process knows it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from workers.text.patterns import Lexicon, Taught

log = structlog.get_logger()
REFRESH_SECONDS = 5.0


class LexiconCache:
    """Looked up every few seconds, so that a change reaches every pool without a restart."""

    def __init__(self, read_taught: Callable[[], Taught]) -> None:
        self._read_taught = read_taught
        self._lock = threading.Lock()
        self._taught: Taught | None = None
        self._lexicon = Lexicon(Taught())
        self._checked_at = float("-inf")

    def current(self) -> Lexicon:
        """Made anew only when something has changed."""
        with self._lock:
            if time.monotonic() - self._checked_at > REFRESH_SECONDS:
                self._refresh()
                self._checked_at = time.monotonic()
            return self._lexicon

    def _refresh(self) -> None:
        taught = self._read_taught()
        if taught == self._taught:
            return
        self._taught, self._lexicon = taught, Lexicon(taught)
        log.info(
            "lexicon_ready",
            patterns=len(taught.patterns),
            names=len(taught.values),
            refused=len(self._lexicon.refused),
        )
