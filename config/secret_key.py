"""The key that signs sessions and contact tokens on a machine that was given none."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make_secret_key(path: Path) -> str:
    """The key in `path`; made once, readable by its owner alone, the same for all processes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        # A link fails where a key is already there, so the first of two starts wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
