"""A lock on a file, which the kernel releases however its holder ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class FileLock:
    """One holder of a lock file; separate instances exclude each other, also in one process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def try_exclusive(self) -> bool:
        """Take the lock alone, or turn a shared hold into one; False gives up what was held."""
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return True

    def share(self) -> None:
        """Take the lock shared; waits for an exclusive holder to release it."""
        fcntl.flock(self._open(), fcntl.LOCK_SH)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> str:
        """The process that last took the lock alone, for a message to a person."""
        return f"process {self.path.read_text(encoding='utf-8').strip() or 'unknown'}"

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._descriptor
