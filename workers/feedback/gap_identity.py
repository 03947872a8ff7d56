"""Which gap of before a group of questions is, so that what people decided of it still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from workers.records.gaps import Cluster


def keep_identity(clusters: Sequence[Cluster], known: Mapping[UUID, UUID]) -> list[UUID | None]:
    """For each group the gap that it mostly was, or None for a new one; no gap is kept twice.

    `known`: the gap of each question of before. A group is mostly a gap when they share more than
    half of the smaller one: a gap grows, and what is split off it is another.
    """
    sizes = Counter(known.values())
    shared = [
        (count, gap, place)
        for place, cluster in enumerate(clusters)
        for gap, count in Counter(known.get(id_) for id_, _ in cluster.members).items()
        if gap is not None and 2 * count > min(sizes[gap], len(cluster.members))
    ]
    kept: dict[int, UUID] = {}
    for _, gap, place in sorted(shared, key=lambda each: (-each[0], each[1], each[2])):
        if place not in kept and gap not in kept.values():
            kept[place] = gap
    return [kept.get(place) for place in range(len(clusters))]
