"""Replaces a folder at once, so that readers never see half of it."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the one lock of `folder`; the system frees it when the holder dies."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def replaced_whole(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `folder` when the block ends well.

    The caller holds the lock of `folder`, so any draft lying beside it was left by a killed run.
    """
    prefix = f".{folder.name}.draft-"
    for abandoned in folder.parent.glob(f"{prefix}*"):
        _clear(abandoned, folder)
    drafts = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        (drafts / "new").mkdir()
        yield drafts / "new"
        if folder.exists():
            folder.rename(drafts / "old")
        (drafts / "new").rename(folder)
    finally:
        _clear(drafts, folder)


def _clear(drafts: Path, folder: Path) -> None:
    """Delete drafts of killed runs, and put back a folder that one had moved aside."""
    if not folder.exists() and (drafts / "old").exists():
        (drafts / "old").rename(folder)
    shutil.rmtree(drafts, ignore_errors=True)
