"""Two searches become one list: reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from workers.records import Hit, Passage

RANK_CONSTANT = 60


@dataclass(frozen=True)
class Found:
    """A passage with what each search said of it: cosine in [-1, 1], lexical in [0, 1]."""

    passage: Passage
    cosine: float
    lexical: float
    fused: float


def fuse(
    nearest: Sequence[Hit], matching: Sequence[Hit], passages: Mapping[UUID, Passage]
) -> list[Found]:
    """The passages of one query, best first. `lexical` is 1 for the best full-text match."""
    fused: defaultdict[UUID, float] = defaultdict(float)
    for hits in (nearest, matching):
        for rank, hit in enumerate(sorted(hits, key=lambda hit: -hit.score), start=1):
            fused[hit.passage_id] += 1 / (RANK_CONSTANT + rank)
    cosines = {hit.passage_id: hit.score for hit in nearest}
    best = max((hit.score for hit in matching), default=1.0) or 1.0
    lexical = {hit.passage_id: hit.score / best for hit in matching}
    return [
        Found(passages[id_], cosines.get(id_, 0.0), lexical.get(id_, 0.0), score)
        for id_, score in sorted(fused.items(), key=lambda item: -item[1])
        if id_ in passages
    ]


def by_query(hits: Iterable[Hit]) -> defaultdict[int, list[Hit]]:
    """The hits of each query."""
    grouped: defaultdict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        grouped[hit.query].append(hit)
    return grouped
