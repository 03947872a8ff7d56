"""The file of a model's folder that keeps the entities of its training data."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from workers.text.patterns import Taught

NO_ENTITIES = Taught()
_TAUGHT = TypeAdapter(Taught)


def write_lexicon(path: Path, taught: Taught) -> None:
    """Write JSON; the same rows always give the same bytes."""
    path.write_text(json.dumps(taught._asdict(), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_lexicon(path: Path) -> Taught:
    """Raises pydantic's ValidationError when the file holds something else."""
    return _TAUGHT.validate_json(path.read_bytes())
