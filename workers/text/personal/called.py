"""Finds the names of given people in a text, wherever they stand.

`That is done, Declan.` has none of the cues by which `names` finds unknown people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workers.text.letters import LETTER
from workers.text.personal.name_forms import PARTICLE
from workers.text.personal.ordinary_words import ORDINARY

_NAME_WORD = re.compile(rf"{LETTER}(?:{LETTER}|['’-](?={LETTER}))+")
_PARTICLE = re.compile(PARTICLE, re.IGNORECASE)


def find_called(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans of words of these names, in order; neighbouring words are one span.

    A word that is also an ordinary one (`Black`) counts only alone between punctuation marks.
    """
    words = {word for name in names for word in _words_of(name)}
    doubtful = {word for word in words if word.casefold() in ORDINARY}
    found = [*_find_sure(text, words - doubtful), *_find_addressed(text, doubtful)]
    return iter(sorted(found))


def _words_of(name: str) -> Iterator[str]:
    """The words of a name. Of an e-mail address that is given as a name, the domain is left out."""
    words = _NAME_WORD.findall(name.partition("@")[0])
    return (word for word in words if not _PARTICLE.fullmatch(word))


def _find_sure(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    if any_word := _any_of(words):
        pattern = rf"(?<!\w){any_word}(?: {any_word})*(?!\w)"
        yield from (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


def _find_addressed(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    if any_word := _any_of(word.title() for word in words):
        pattern = rf"(?:^|(?<=[,.!?] )){any_word}(?=[,.!?:]|$)"
        yield from (match.span() for match in re.finditer(pattern, text, re.MULTILINE))


def _any_of(words: Iterable[str]) -> str:
    # The longest first, so that a double name is not matched by its first half alone.
    escaped = map(re.escape, sorted(words, key=lambda word: (-len(word), word)))
    alternatives = "|".join(escaped)
    return f"(?:{alternatives})" if alternatives else ""
