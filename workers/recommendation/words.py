"""Chooses the words of a message to search for: the rarest, as many as a search can afford."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workers.records.knowledge import Frequencies, WeighedWord
from workers.text.placeholders import PLACEHOLDER

MOST_WORDS = 6
# So many words are always searched for; more, while all together occur in few passages.
ALWAYS = 3
AFFORDED_PASSAGES = 2_000
# A word in more passages than this is too common to help, and too slow to look up.
MOST_PASSAGES = 20_000


def searchable(text: str) -> str:
    """The text without the placeholders of personal data."""
    return PLACEHOLDER.sub(" ", text)


def choose_words(lexemes: Sequence[str], frequencies: Frequencies) -> list[WeighedWord]:
    """The rarest words first; among words without a count, the longest.

    The weight is the inverse document frequency (Spärck Jones 1972).
    """
    chosen: list[WeighedWord] = []
    expected = 0.0
    for lexeme in sorted(
        lexemes, key=lambda lexeme: (_passages(lexeme, frequencies), -len(lexeme))
    ):
        passages = _passages(lexeme, frequencies)
        expected += passages
        unaffordable = len(chosen) >= ALWAYS and expected > AFFORDED_PASSAGES
        if passages > MOST_PASSAGES or unaffordable or len(chosen) == MOST_WORDS:
            break
        chosen.append(
            WeighedWord(lexeme, math.log(1 + max(frequencies.passages, 1) / max(passages, 1)))
        )
    return chosen


def _passages(lexeme: str, frequencies: Frequencies) -> float:
    """In how many passages a word is: an uncounted one in half as many as the rarest counted."""
    return frequencies.words.get(lexeme, frequencies.rarest / 2)
