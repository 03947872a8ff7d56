"""How alike two texts are spelt: what is misspelt still shares most of its letters."""

from __future__ import annotations

from functools import lru_cache

# In characters; a question is asked early in a text.
LONGEST = 500
# Past questions are near many messages, and each is taken apart once.
REMEMBERED = 4096


def spelt_alike(text: str, other: str) -> float:
    """The share of three letters in a row that both have (Dice 1945), in [0, 1]."""
    ours, theirs = _triples(text[:LONGEST]), _triples(other[:LONGEST])
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


@lru_cache(REMEMBERED)
def _triples(text: str) -> frozenset[str]:
    words = "".join(each if each.isalnum() else " " for each in text.casefold())
    spaced = f" {' '.join(words.split())} "
    return frozenset(spaced[start : start + 3] for start in range(len(spaced) - 2))
