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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Punctuation and emoji are terms too: `?` says much, and the encoder cannot tell emoji apart.
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A term of a single text teaches nothing about others, and may be somebody's name.
LEAST_TEXTS = 2

Terms = list[str]
# The places of a text's terms, and what the repetition of each weighs where any is repeated.
_Found = tuple[NDArray[np.int64], NDArray[np.float32] | None]


class SparseRows(NamedTuple):
    """`ids` int64 and `weights` float32, both (texts, terms), padded with weights of 0."""

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a head, each with its inverse document frequency."""

    terms: tuple[str, ...] = ()
    rarity: tuple[float, ...] = field(default=(), repr=False)

    def __contains__(self, term: object) -> bool:
        return term in self._lookup

    def weigh(self, texts: Sequence[Terms]) -> SparseRows:
        """The TF-IDF weights of each text's terms, as a vector of length 1."""
        (rows,) = self._lookup.weigh(texts)
        return rows

    def save(self, path: Path) -> None:
        """Write JSON; the same vocabulary always gives the same bytes."""
        content = {"terms": self.terms, "rarity": self.rarity}
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))

    @cached_property
    def _lookup(self) -> TermLookup:
        return TermLookup([self])


class TermLookup:
    """Weighs texts by several vocabularies, and looks each term up once for all of them.

    Most of the time goes into fetching the terms from memory.
    """

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        terms = dict.fromkeys(term for known in vocabularies for term in known.terms)
        self._places = {term: place for place, term in enumerate(terms)}
        self._columns = [self._column(known) for known in vocabularies]

    def __contains__(self, term: object) -> bool:
        return term in self._places

    def weigh(self, texts: Sequence[Terms]) -> list[SparseRows]:
        """The TF-IDF weights of the texts' terms by each vocabulary, as vectors of length 1.

        A term that only another vocabulary knows has a weight of 0.
        """
        found = [self._find(terms) for terms in texts]
        shape = (len(found), max([1, *(len(places) for places, _ in found)]))
        return [_weigh(found, column, shape) for column in self._columns]

    def _column(self, known: Vocabulary) -> SparseRows:
        """By place, the id and the rarity of each term, 0 for one that is not known."""
        places = [self._places[term] for term in known.terms]
        ids = np.zeros(len(self._places), dtype=np.int64)
        rarity = np.zeros(len(self._places), dtype=np.float32)
        ids[places], rarity[places] = np.arange(len(places)), known.rarity
        return SparseRows(ids, rarity)

    def _find(self, terms: Terms) -> _Found:
        places = [place for place in map(self._places.get, terms) if place is not None]
        if len(set(places)) == len(places):
            return np.array(places, dtype=np.int64), None
        times = Counter(places)
        frequencies = [1 + log(count) for count in times.values()]
        return np.array(list(times), dtype=np.int64), np.array(frequencies, dtype=np.float32)


def _weigh(found: Sequence[_Found], column: SparseRows, shape: tuple[int, int]) -> SparseRows:
    rows = SparseRows(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32))
    for row, (places, frequencies) in enumerate(found):
        weights = column.weights[places]
        if frequencies is not None:
            weights *= frequencies
        # Without a known term they are all 0, and stay so.
        weights *= np.float32(1 / (sqrt(weights @ weights) or 1))
        rows.ids[row, : len(places)] = column.ids[places]
        rows.weights[row, : len(places)] = weights
    return rows


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
