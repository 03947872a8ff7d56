"""The words of a text, read once, by which a search sees that it has nothing to find.

A large pattern that finds nothing costs what it takes to fetch it into the processor's caches, and
a message needs few of them. So each such pattern has its cues: words of which every match holds at
least one.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")


def fold_case(text: str) -> str:
    """Lower case, with one `i`: patterns that ignore case take the Turkish `İ` and `ı` for it."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i")


def cue_words(listed: str) -> frozenset[str]:
    """Cues from a list in lower case, with spaces between them."""
    return frozenset(fold_case(listed).split())


# A message before and after redaction, in each of a pool's two threads.
@lru_cache(maxsize=4)
def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, without signs: `who's` is two."""
    return frozenset(_WORD.findall(fold_case(text)))
