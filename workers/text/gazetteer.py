"""Finds names that a company listed, also where they are misspelt.

A word of five letters or more may have one typo: a letter added, left out or changed, or two
neighbours swapped; never its first letter, never a digit, and never where the written word is a
common word itself. Case and accents do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from workers.contracts.payloads import Entity

SHORTEST_WITH_TYPO = 5
SHORTEST_ALONE_WITH_TYPO = 6
SHORTEST_JOINED = 8
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \-/.'&+]{0,3}")


class Name(NamedTuple):
    """One way to write a value."""

    label: str
    value: str
    text: str


class _Token(NamedTuple):
    """A word of the text. `words`: the listed words that it may be."""

    start: int
    end: int
    words: frozenset[str]


class Gazetteer:
    """All names of a company; reading a text takes time linear in its length."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        for name in names:
            words = tuple(fold(match[0]) for match in _WORD.finditer(name.text))
            if words:
                self._add(words, name)
            if len(words) > 1 and len(joined := "".join(words)) >= SHORTEST_JOINED:
                self._add((joined,), name)
        listed = {word for ways in self._names.values() for words, _ in ways for word in words}
        self._listed = frozenset(listed)
        self._shortened = _index_by_deletion(listed)

    def find(self, text: str) -> Iterator[Entity]:
        """Entities, whose `value` is the name as listed. They may overlap."""
        if not self._listed:
            return
        tokens = [
            _Token(*match.span(), self._read(fold(match[0]))) for match in _WORD.finditer(text)
        ]
        for first, token in enumerate(tokens):
            for word in token.words:
                for words, name in self._names.get(word, ()):
                    last = first + len(words) - 1
                    if _stands(text, tokens[first : last + 1], words):
                        yield Entity(
                            label=name.label,
                            start=token.start,
                            end=tokens[last].end,
                            value=name.value,
                        )

    def _add(self, words: tuple[str, ...], name: Name) -> None:
        self._names.setdefault(words[0], []).append((words, name))

    def _read(self, written: str) -> frozenset[str]:
        exact = {written} & self._listed or {written.removesuffix("s")} & self._listed
        if exact or len(written) < SHORTEST_WITH_TYPO or written in everyday_words():
            return frozenset(exact)
        near = {word for key in _deletions(written) for word in self._shortened.get(key, ())}
        return frozenset(word for word in near if is_one_typo_apart(written, word))


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The word in lower case without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def everyday_words() -> frozenset[str]:
    """Common words of customers, in seven languages."""
    words = Path(__file__).with_name("everyday_words.txt").read_text(encoding="utf-8").split()
    return frozenset(map(fold, words))


def is_one_typo_apart(written: str, word: str) -> bool:
    """Whether one letter was added, left out, changed, or two neighbours changed places."""
    if written[:1] != word[:1]:
        return False
    while written and word and written[0] == word[0]:
        written, word = written[1:], word[1:]
    while written and word and written[-1] == word[-1]:
        written, word = written[:-1], word[:-1]
    return len(written) <= 1 >= len(word) or (len(written) == 2 and written == word[::-1])


def _stands(text: str, tokens: list[_Token], words: tuple[str, ...]) -> bool:
    if len(tokens) < len(words):
        return False
    if len(words) == 1 and len(words[0]) < SHORTEST_ALONE_WITH_TYPO:
        written = fold(text[tokens[0].start : tokens[0].end])
        return written.removesuffix("s") == words[0].removesuffix("s")
    together = all(
        _GAP.fullmatch(text, before.end, after.start) for before, after in pairwise(tokens)
    )
    return together and all(word in token.words for token, word in zip(tokens, words, strict=True))


def _deletions(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters in turn."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


def _index_by_deletion(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= SHORTEST_WITH_TYPO and word.isalpha():
            for key in _deletions(word):
                index[key] = (*index.get(key, ()), word)
    return index
