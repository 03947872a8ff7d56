"""Replaces entities of a text by typed placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText, Replacement


def hide_entities(text: str, entities: Iterable[Entity]) -> AlignedText:
    """The text with `<EMAIL>`, `<NAME>`, … in place of entities, which are in order."""
    return AlignedText.of(text).replace(_placeholders(entities))


def _placeholders(entities: Iterable[Entity]) -> Iterator[Replacement]:
    position = 0
    for entity in entities:
        # Two neighbours may share a stored character that was folded into several.
        start = max(entity.start, position)
        if start < entity.end:
            yield Replacement(start, entity.end, f"<{entity.label.upper()}>")
            position = entity.end
