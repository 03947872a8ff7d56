"""Merges two searches by reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from workers.records.knowledge import Hit, Passage, PastAnswer

RANK_CONSTANT = 60


class Found(NamedTuple):
    """A passage with its scores in both searches: cosine in [-1, 1], lexical in [0, 1].

    Ranks count from 1, and are 0 where a search did not find it.
    """

    passage: Passage
    cosine: float
    lexical: float
    fused: float
    meaning_rank: int = 0
    words_rank: int = 0


@dataclass(frozen=True)
class Findings:
    """All that was found for one message, best first.

    `odds`: by the source classifier, the log-odds that each article and macro answers it.
    """

    passages: Sequence[Found] = ()
    past: Sequence[PastAnswer] = ()
    odds: Mapping[UUID, float] = field(default_factory=dict)


def fuse(
    nearest: Sequence[Hit], matching: Sequence[Hit], passages: Mapping[int, Passage]
) -> list[Found]:
    """The passages of one query, best first; both lists are best first too.

    `lexical` is 1 for the best full-text match.
    """
    fused: defaultdict[int, float] = defaultdict(float)
    ranks: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for hits, places in zip((nearest, matching), ranks, strict=True):
        for rank, hit in enumerate(hits, start=1):
            places[hit.passage_id] = rank
            fused[hit.passage_id] += 1 / (RANK_CONSTANT + rank)
    cosines = {hit.passage_id: hit.cosine for hit in (*matching, *nearest)}
    best = matching[0].score if matching else 1.0
    lexical = {hit.passage_id: hit.score / best for hit in matching}
    return [
        Found(
            passages[id_],
            cosines[id_],
            lexical.get(id_, 0.0),
            fused[id_],
            ranks[0].get(id_, 0),
            ranks[1].get(id_, 0),
        )
        for id_ in sorted(fused, key=lambda id_: -fused[id_])
        if id_ in passages
    ]


def find_written_in(language: str, found: Findings) -> Findings:
    """What full-text search found in a language that the models do not know."""
    own = (each for each in found.passages if each.passage.language == language)
    return Findings([each for each in own if each.words_rank])
