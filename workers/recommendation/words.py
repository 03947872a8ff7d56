"""Which words of a message are searched for: the rarest, and no more than can be afforded."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workers.records.knowledge import Frequencies, WeighedWord
from workers.text.placeholders import PLACEHOLDER

MOST_WORDS = 6
# So many are searched for in any case; others while all together are in few passages.
ALWAYS = 3
AFFORDED_PASSAGES = 2_000
# A word in more passages than this tells nothing apart, and costs too much to look up.
MOST_PASSAGES = 20_000


def searchable(text: str) -> str:
    """What a contact wrote, without what stands in the place of personal data."""
    return PLACEHOLDER.sub(" ", text)


def choose_words(lexemes: Sequence[str], known: Frequencies) -> list[WeighedWord]:
    """The rarest words first; of those that nobody has counted, the longest.

    The weight is the inverse document frequency (Spärck Jones 1972).
    """
    chosen: list[WeighedWord] = []
    expected = 0.0
    for lexeme in sorted(lexemes, key=lambda lexeme: (_passages(lexeme, known), -len(lexeme))):
        passages = _passages(lexeme, known)
        expected += passages
        unaffordable = len(chosen) >= ALWAYS and expected > AFFORDED_PASSAGES
        if passages > MOST_PASSAGES or unaffordable or len(chosen) == MOST_WORDS:
            break
        chosen.append(WeighedWord(lexeme, math.log(1 + max(known.passages, 1) / max(passages, 1))))
    return chosen


def _passages(lexeme: str, known: Frequencies) -> float:
    """What is not among the commonest is taken to be half as common as the rarest of them."""
    return known.words.get(lexeme, known.rarest / 2)
