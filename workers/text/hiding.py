"""A text as it was written, with a typed placeholder in place of what must not be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText, Replacement


def hide_entities(text: str, entities: Iterable[Entity]) -> AlignedText:
    """`<EMAIL>`, `<NAME>`, … where entities stand; they are in order, their offsets in `text`."""
    return AlignedText.of(text).replace(_placeholders(entities))


def _placeholders(entities: Iterable[Entity]) -> Iterator[Replacement]:
    position = 0
    for entity in entities:
        # Two of them may share a character that folds into several.
        start = max(entity.start, position)
        if start < entity.end:
            yield Replacement(start, entity.end, f"<{entity.label.upper()}>")
            position = entity.end
