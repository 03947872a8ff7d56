"""The log of a service: written by its process, limited in size by ours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LIMIT = 8 * 1024 * 1024
TAIL = 4096


@dataclass(frozen=True)
class LogFile:
    """A log file and an older one beside it, each of at most about `limit` bytes."""

    path: Path
    limit: int = LIMIT

    @contextmanager
    def opened(self) -> Iterator[int]:
        """A descriptor for a child's output, in append mode, which is what `trim` rests on."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def trim(self) -> None:
        """Copy and truncate a file over the limit; its writer keeps its descriptor."""
        if self.path.exists() and self.path.stat().st_size > self.limit:
            shutil.copyfile(self.path, self.path.with_name(self.path.name + ".1"))
            os.truncate(self.path, 0)

    def last_words(self) -> str:
        """The last error in the log, or else the last line; empty for an empty log."""
        with self.path.open("rb") as log:
            log.seek(max(0, self.path.stat().st_size - TAIL))
            lines = log.read().decode("utf-8", "replace").strip().splitlines()
        complaints = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (complaints or lines or [""])[-1].strip()
