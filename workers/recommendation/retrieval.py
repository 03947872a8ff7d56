"""Two searches become one list: reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    nearest: Sequence[Hit], matching: Sequence[Hit], passages: Mapping[int, Passage]
) -> list[Found]:
    """The passages of one query, best first; both lists are best first too.

    `lexical` is 1 for the best full-text match.
    """
    fused: defaultdict[int, float] = defaultdict(float)
    for hits in (nearest, matching):
        for rank, hit in enumerate(hits, start=RANK_CONSTANT + 1):
            fused[hit.passage_id] += 1 / rank
    cosines = {hit.passage_id: hit.score for hit in nearest}
    best = matching[0].score if matching else 1.0
    lexical = {hit.passage_id: hit.score / best for hit in matching}
    return [
        Found(passages[id_], cosines.get(id_, 0.0), lexical.get(id_, 0.0), fused[id_])
        for id_ in sorted(fused, key=lambda id_: -fused[id_])
        if id_ in passages
    ]
