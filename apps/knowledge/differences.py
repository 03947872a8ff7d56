"""Compares two texts for people: by line, and by word within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 2
# Longer texts take too long to compare by word, and nobody could read the result.
MOST_WORDS = 3000
# Texts with less in common are shown one after the other, without marks by word.
ALIKE = 0.4
_WORD = re.compile(r"\s+|\w+|[^\w\s]")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """Some words, and whether both texts have them, or only one."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Block:
    """Some lines, or a number of unchanged lines that are `skipped`."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def compare(before: str, after: str) -> list[Block]:
    """All differences, with a few lines around each; empty for equal texts."""
    old, new = before.split("\n"), after.split("\n")
    steps = SequenceMatcher(None, old, new).get_opcodes()
    if all(tag == "equal" for tag, *_ in steps):
        return []
    blocks: list[Block] = []
    for i, (tag, a, b, c, d) in enumerate(steps):
        if tag == "equal":
            blocks += _shorten(old[a:b], is_first=i == 0, is_last=i == len(steps) - 1)
        else:
            blocks.append(Block(tuple(_weave("\n".join(old[a:b]), "\n".join(new[c:d])))))
    return blocks


def _shorten(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Block]:
    """Unchanged lines, shortened to those next to a change and the number of those between."""
    head = 0 if is_first else CONTEXT
    tail = 0 if is_last else CONTEXT
    skipped = len(lines) - head - tail
    if skipped <= 1:
        yield _unchanged(lines)
        return
    if head:
        yield _unchanged(lines[:head])
    yield Block(skipped=skipped)
    if tail:
        yield _unchanged(lines[-tail:])


def _unchanged(lines: Sequence[str]) -> Block:
    return Block((Piece("same", "\n".join(lines)),))


def _weave(old: str, new: str) -> Iterator[Piece]:
    a, b = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, a, b)
    if max(len(a), len(b)) > MOST_WORDS or matcher.ratio() < ALIKE:
        yield from _replaced(old, new)
        return
    for tag, i, j, k, n in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(a[i:j]))
        else:
            yield from _replaced("".join(a[i:j]), "".join(b[k:n]))


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("gone", old)
    if new:
        yield Piece("new", new)
