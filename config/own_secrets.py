"""Secrets of a machine that was given none: made once, kept in a file, shared by processes."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path, size: int = 48) -> str:
    """The secret in `path`, made of `size` random bytes once, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(size))
    try:
        # A link fails where a key is already there, so the first of two starts wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
