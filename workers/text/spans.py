"""Choosing among readings of a text that overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from workers.contracts.payloads import Entity


def without_overlap(found: Iterable[Entity], taken: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """Entities in order, without those that overlap a `taken` one.

    Of two that overlap, the longer one is kept, or the earlier in `found` where both are as long.
    """
    held = sorted((entity.start, entity.end) for entity in taken)
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: (entity.start - entity.end, entity.start)):
        index = bisect_left(held, (entity.end, 0))
        if index == 0 or held[index - 1][1] <= entity.start:
            held.insert(index, (entity.start, entity.end))
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))


def in_order(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order without overlap: the earlier ones, and the longest of the same start."""
    position = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= position:
            yield start, end
            position = end
