"""Choosing among readings of a text that overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from workers.contracts.payloads import Entity


def without_overlap(found: Iterable[Entity], taken: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """In order: of readings that share a place the longest, then the first; none of a `taken` one.

    `found` in the order in which equals are preferred.
    """
    held = sorted((entity.start, entity.end) for entity in taken)
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: (entity.start - entity.end, entity.start)):
        index = bisect_left(held, (entity.end, 0))
        if index == 0 or held[index - 1][1] <= entity.start:
            held.insert(index, (entity.start, entity.end))
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))
