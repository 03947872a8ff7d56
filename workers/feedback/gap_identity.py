"""Matches new groups of questions with the gaps stored before, so that people's decisions last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from workers.records.gaps import Cluster


def keep_identity(clusters: Sequence[Cluster], gap_of: Mapping[UUID, UUID]) -> list[UUID | None]:
    """For each group the id of its earlier gap, or None where it is new; no gap is used twice.

    `gap_of`: the earlier gap of each question. A group is an earlier gap when they share more than
    half of the smaller of the two: gaps grow, and a part that splits off is a new one.
    """
    sizes = Counter(gap_of.values())
    shared = [
        (count, gap, place)
        for place, cluster in enumerate(clusters)
        for gap, count in Counter(gap_of.get(id_) for id_, _ in cluster.members).items()
        if gap is not None and 2 * count > min(sizes[gap], len(cluster.members))
    ]
    kept: dict[int, UUID] = {}
    for _, gap, place in sorted(shared, key=lambda each: (-each[0], each[1], each[2])):
        if place not in kept and gap not in kept.values():
            kept[place] = gap
    return [kept.get(place) for place in range(len(clusters))]
