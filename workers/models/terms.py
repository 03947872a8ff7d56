"""Words and pairs of words as sparse features, weighed by how rare they are (TF-IDF)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import hypot, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Punctuation and emoji are terms too: `?` says much, and the encoder cannot tell emoji apart.
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A term of a single text teaches nothing about others, and may be somebody's name.
LEAST_TEXTS = 2

Terms = list[str]


@dataclass(frozen=True)
class SparseRows:
    """`ids` int64 and `weights` float32, both (texts, terms), padded with weights of 0."""

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a head, each with its inverse document frequency."""

    terms: tuple[str, ...] = ()
    rarity: tuple[float, ...] = field(default=(), repr=False)

    def __contains__(self, term: object) -> bool:
        return term in self._known

    def weigh(self, texts: Sequence[Terms]) -> SparseRows:
        """The TF-IDF weights of each text's terms, as a vector of length 1."""
        rows = [self._weigh_one(terms) for terms in texts]
        shape = (len(rows), max([1, *map(len, rows)]))
        ids, weights = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32)
        for place, row in enumerate(rows):
            length = hypot(*row.values())
            ids[place, : len(row)] = list(row)
            weights[place, : len(row)] = [weight / length for weight in row.values()]
        return SparseRows(ids, weights)

    def save(self, path: Path) -> None:
        """Write JSON; the same vocabulary always gives the same bytes."""
        content = {"terms": self.terms, "rarity": self.rarity}
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))

    def _weigh_one(self, terms: Terms) -> dict[int, float]:
        found = list(filter(None, map(self._known.get, terms)))
        weights = dict(found)
        if len(weights) < len(found):
            for (place, rarity), times in Counter(found).items():
                weights[place] = (1 + log(times)) * rarity
        return weights

    @cached_property
    def _known(self) -> dict[str, tuple[int, float]]:
        return {
            term: (place, rarity)
            for place, (term, rarity) in enumerate(zip(self.terms, self.rarity, strict=True))
        }


def find_terms(text: str) -> Terms:
    """Words and punctuation, and each pair of neighbours."""
    words = _TOKEN.findall(text.lower())
    return [*words, *map(" ".join, pairwise(words))]


def learn_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The terms that at least two texts have, in alphabetical order."""
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
