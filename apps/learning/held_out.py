"""How the champion tells the examples of each intent when it has not learnt from them."""

from __future__ import annotations

import json

from apps.learning.models import ModelFile, ModelVersion
from workers.contracts.rows import CONFIDENCES_FILE


def read_held_out(slug: str) -> list[tuple[float, bool]]:
    """(confidence, right) of what was taken for this intent; empty where a model kept none."""
    kept = ModelFile.objects.filter(
        version__status=ModelVersion.Status.CHAMPION, name=CONFIDENCES_FILE
    ).first()
    if kept is None:
        return []
    by_head = json.loads(bytes(kept.content))
    return [(confidence, right) for confidence, right in by_head["intent"].get(slug, [])]
