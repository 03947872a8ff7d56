"""Reads how the champion does on its own examples while they are held out."""

from __future__ import annotations

import json

from apps.learning.models import ModelFile, ModelVersion
from workers.contracts.rows import CONFIDENCES_FILE


def read_held_out(slug: str) -> list[tuple[float, bool]]:
    """(confidence, right) of examples predicted as this intent; empty where a model kept none."""
    stored = ModelFile.objects.filter(
        version__status=ModelVersion.Status.CHAMPION, name=CONFIDENCES_FILE
    ).first()
    if stored is None:
        return []
    by_head = json.loads(bytes(stored.content))
    return [(confidence, right) for confidence, right in by_head["intent"].get(slug, [])]
