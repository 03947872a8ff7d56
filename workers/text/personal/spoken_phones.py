"""Finds telephone numbers that are written digit by digit in words, as in transcripts of calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.cue_words import words_of

_DIGITS = frozenset(
    re.findall(
        r"\w+",
        """
        zero oh o nought one two three four five six seven eight nine double triple
        null eins zwo zwei drei vier fünf sechs sieben acht neun doppel
        zéro un deux trois quatre cinq sept huit neuf
        cero uno dos tres cuatro cinco seis siete ocho nueve
        due tre quattro cinque sei sette otto nove
        nul een twee vier vijf zes zeven negen
        um dois três quatro sete oito meia
        jeden dwa trzy cztery pięć sześć siedem osiem dziewięć
        noll ett två fyra fem sex sju åtta nio
        """,
    )
)
# Fewer are a code, or say how many there are.
_LEAST = 7
_WORD = re.compile(r"\w+")
_DIGIT = rf"(?:{'|'.join(sorted(_DIGITS))})"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:plus )?{_DIGIT}(?:[ ,.-]{{1,3}}{_DIGIT}){{{_LEAST - 1},18}}(?!\w)", re.IGNORECASE
)


def find_spoken_phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of numbers in words, in order."""
    if _DIGITS.isdisjoint(words_of(text)):
        return
    # Counting the words is cheaper than trying all of them at each place.
    if sum(map(_DIGITS.__contains__, _WORD.findall(text.lower()))) >= _LEAST:
        yield from (match.span() for match in _SPOKEN.finditer(text))
