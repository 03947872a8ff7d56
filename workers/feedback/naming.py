"""Names a group of questions by the words that most of them share and few others use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log, sqrt

from workers.models.terms import LEAST_TEXTS, find_terms
from workers.text.personal.ordinary_words import ORDINARY

MOST_TERMS = 3
LONGEST_NAME = 80
_PLACEHOLDER = re.compile(r"<[A-Z_]+>|\{\{[^{}]*\}\}")


def name_groups(groups: Sequence[Sequence[str]], others: Sequence[str]) -> list[str]:
    """A name for each group of redacted texts; empty where its texts share no telling word.

    `others`: texts in no group, for how common a word is everywhere.
    """
    counted = [_count(group) for group in groups]
    everywhere = sum(counted, _count(others))
    everything = len(others) + sum(map(len, groups))
    return [
        _name(counts, len(group), everywhere, everything)
        for counts, group in zip(counted, groups, strict=True)
    ]


def _count(texts: Sequence[str]) -> Counter[str]:
    """In how many of the texts each term occurs."""
    return Counter(term for text in texts for term in set(_find_telling(text)))


def _find_telling(text: str) -> list[str]:
    terms = find_terms(_PLACEHOLDER.sub(" . ", text))
    return [term for term in terms if all(_may_tell(word) for word in term.split())]


def _may_tell(word: str) -> bool:
    # Punctuation, numbers and function words say nothing.
    return len(word) > 2 and word.isalpha() and word not in _function_words()


@cache
def _function_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]
        ENGLISH_STOP_WORDS,
    )

    return frozenset(ENGLISH_STOP_WORDS)


def _name(counts: Counter[str], size: int, everywhere: Counter[str], everything: int) -> str:
    def telling(term: str) -> float:
        words = term.split()
        share = counts[term] / size
        elsewhere = (everywhere[term] - counts[term] + 1) / (everything - size + 2)
        plain = 0.5 if ORDINARY.issuperset(words) else 1.0
        return share * log(1 + share / elsewhere) * sqrt(len(words)) * plain

    # A term of a single text may be somebody's name.
    shared = [term for term, texts_with in counts.items() if texts_with >= LEAST_TEXTS]
    chosen: list[str] = []
    for term in sorted(shared, key=lambda term: (-telling(term), term)):
        taken = {_begin(word) for other in chosen for word in other.split()}
        if len(chosen) < MOST_TERMS and taken.isdisjoint(map(_begin, term.split())):
            chosen.append(term)
    return ", ".join(chosen)[:LONGEST_NAME]


def _begin(word: str) -> str:
    # `cards` adds nothing to `card`, nor `ordered` to `order`.
    return word[:4]
