"""How similar two texts are in spelling: misspelt ones still share most of their letters."""

from __future__ import annotations

from functools import lru_cache

# In characters: questions come early in a text.
LONGEST = 500
# Texts whose trigrams are kept: past questions are near many messages.
REMEMBERED = 4096


def spelt_alike(text: str, other: str) -> float:
    """The Dice coefficient (1945) of the letter trigrams of both, in [0, 1]."""
    ours, theirs = _triples(text[:LONGEST]), _triples(other[:LONGEST])
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


@lru_cache(REMEMBERED)
def _triples(text: str) -> frozenset[str]:
    words = "".join(each if each.isalnum() else " " for each in text.casefold())
    spaced = f" {' '.join(words.split())} "
    return frozenset(spaced[start : start + 3] for start in range(len(spaced) - 2))
