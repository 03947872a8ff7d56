"""Words and pairs of words as sparse features, weighed by how rare they are (TF-IDF)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Marks are words too: an emoji, which the encoder cannot tell from another, and `?` say much.
_TOKEN = re.compile(r"\w+|[^\w\s]")
# What one text says once teaches nothing of another, and may be somebody's name.
LEAST_TEXTS = 2

Terms = list[str]


@dataclass(frozen=True)
class SparseRows:
    """`ids` int64 and `weights` float32, both (texts, most terms of one); a weight of 0 is none."""

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The terms that a head knows, and each one's inverse document frequency."""

    terms: tuple[str, ...] = ()
    rarity: tuple[float, ...] = field(default=(), repr=False)

    def __contains__(self, term: object) -> bool:
        return term in self._places

    def weigh(self, texts: Sequence[Terms]) -> SparseRows:
        """Each text's known terms, their weights a vector of length 1."""
        rows = [self._weigh_one(terms) for terms in texts]
        shape = (len(rows), max([1, *[len(ids) for ids, _ in rows]]))
        for ids, weights in rows:
            missing = shape[1] - len(ids)
            ids.extend([0] * missing)
            weights.extend([0.0] * missing)
        return SparseRows(
            np.array([ids for ids, _ in rows], dtype=np.int64).reshape(shape),
            np.array([weights for _, weights in rows], dtype=np.float32).reshape(shape),
        )

    def save(self, path: Path) -> None:
        """Write JSON; the same vocabulary always gives the same bytes."""
        content = {"terms": self.terms, "rarity": self.rarity}
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))

    def _weigh_one(self, terms: Terms) -> tuple[list[int], list[float]]:
        known, rarity = self._places, self.rarity
        # A Counter takes twice as long over so few.
        counts: dict[int, int] = {}
        for term in terms:
            if term in known:
                place = known[term]
                counts[place] = counts.get(place, 0) + 1
        weights = [
            rarity[place] if count == 1 else (1 + log(count)) * rarity[place]
            for place, count in counts.items()
        ]
        length = sqrt(sum([weight * weight for weight in weights]))
        return list(counts), [weight / length for weight in weights]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}


def find_terms(text: str) -> Terms:
    """Words and marks, and each pair of neighbours."""
    words = _TOKEN.findall(text.lower())
    return [*words, *map(" ".join, pairwise(words))]


def learn_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The terms of at least two texts, in the order of the alphabet."""
    seen: Counter[str] = Counter()
    count = 0
    for text in texts:
        seen.update(set(find_terms(text)))
        count += 1
    terms = tuple(sorted(term for term, texts_with in seen.items() if texts_with >= LEAST_TEXTS))
    rarity = tuple(round(log((1 + count) / (1 + seen[term])) + 1, 4) for term in terms)
    return Vocabulary(terms, rarity)


def load_vocabulary(path: Path) -> Vocabulary:
    """Raises ValueError, KeyError or OSError when the file holds none."""
    stored = json.loads(path.read_text())
    return Vocabulary(tuple(stored["terms"]), tuple(stored["rarity"]))
