"""Secrets that are generated once, kept in a file, and shared by the processes of a machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path, size: int = 48) -> str:
    """The secret in `path`; generated of `size` random bytes where the file is missing.

    Only its owner can read the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(size))
    try:
        # Linking fails where the file exists, so the first of two processes wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
