"""Clean text that remembers where in the stored text each of its spans comes from.

A segment whose two sides have the same length maps position by position. Any other segment is
indivisible: any part of it maps to all of its stored span. Neighbouring segments that
map position by position are one segment, so an ordinary message has a handful of them. Stored
characters that were removed belong to no segment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from workers.contracts.payloads import Segment

_clean_start = attrgetter("clean_start")


class Replacement(NamedTuple):
    """`text` is to stand where `clean[start:end]` stood; an empty `text` removes the span."""

    start: int
    end: int
    text: str


class _Piece(NamedTuple):
    """`length` characters of clean text that stand for `stored[start:end]`."""

    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A clean text and its segments, in order, which cover all of it."""

    text: str
    segments: tuple[Segment, ...]

    @classmethod
    def of(cls, stored: str) -> AlignedText:
        """The stored text unchanged."""
        return cls(stored, _segments([_Piece(len(stored), 0, len(stored))]))

    def to_stored(self, start: int, end: int) -> tuple[int, int]:
        """The span of the stored text that `text[start:end]` stands for.

        Raises ValueError when the span is empty or leaves the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"No span {start}:{end} in a text of {len(self.text)} characters.")
        first, last = self._segment_at(start), self._segment_at(end - 1)
        return (
            first.stored_start + (start - first.clean_start if _is_positional(first) else 0),
            last.stored_end - (last.clean_end - end if _is_positional(last) else 0),
        )

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clean text that stands for `stored[start:end]`; empty if nothing does."""
        inside = [
            (max(start, segment.stored_start), min(end, segment.stored_end), segment)
            for segment in self.segments
            if segment.stored_start < end and start < segment.stored_end
        ]
        if not inside:
            return 0, 0
        (first, _, opening), (_, last, closing) = inside[0], inside[-1]
        return (
            opening.clean_start + (first - opening.stored_start if _is_positional(opening) else 0),
            closing.clean_end - (closing.stored_end - last if _is_positional(closing) else 0),
        )

    def replace(self, replacements: Iterable[Replacement]) -> AlignedText:
        """Rewrite spans of the clean text; the rest stays aligned with the stored text.

        Raises ValueError when the spans are empty, out of order or overlap.
        """
        texts: list[str] = []
        pieces: list[_Piece] = []
        position = 0
        for start, end, text in replacements:
            if start < position:
                raise ValueError(f"The span {start}:{end} overlaps the one before it.")
            texts += self.text[position:start], text
            pieces += self._kept(position, start)
            pieces += _whole(len(text), *self.to_stored(start, end))
            position = end
        if not texts:
            return self
        texts.append(self.text[position:])
        pieces += self._kept(position, len(self.text))
        return AlignedText("".join(texts), _segments(pieces))

    def _index_at(self, position: int) -> int:
        return bisect_right(self.segments, position, key=_clean_start) - 1

    def _segment_at(self, position: int) -> Segment:
        return self.segments[self._index_at(position)]

    def _kept(self, start: int, end: int) -> Iterator[_Piece]:
        """The pieces of `text[start:end]`."""
        index = self._index_at(start)
        while start < end:
            segment = self.segments[index]
            stop = min(end, segment.clean_end)
            stored = self.to_stored(start, stop)
            if _is_positional(segment):
                yield _Piece(stop - start, *stored)
            else:
                yield from _whole(stop - start, *stored)
            start, index = stop, index + 1


def _is_positional(segment: Segment) -> bool:
    return segment.clean_end - segment.clean_start == segment.stored_end - segment.stored_start


def _whole(length: int, start: int, end: int) -> Iterator[_Piece]:
    """An indivisible piece; two pieces where equal lengths would make it map by position."""
    if length == end - start > 1:
        yield _Piece(length - 1, start, end)
        length = 1
    if length:
        yield _Piece(length, start, end)


def _segments(pieces: Iterable[_Piece]) -> tuple[Segment, ...]:
    """Lay the pieces end to end, joining positional neighbours."""
    segments: list[Segment] = []
    for length, start, end in _joined(pieces):
        position = segments[-1].clean_end if segments else 0
        segments.append(
            Segment(
                clean_start=position,
                clean_end=position + length,
                stored_start=start,
                stored_end=end,
            )
        )
    return tuple(segments)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    held: _Piece | None = None
    for piece in pieces:
        if held and _continues(held, piece):
            held = _Piece(held.length + piece.length, held.start, piece.end)
            continue
        if held and held.length:
            yield held
        held = piece
    if held and held.length:
        yield held


def _continues(held: _Piece, piece: _Piece) -> bool:
    both_positional = all(part.length == part.end - part.start for part in (held, piece))
    return both_positional and held.end == piece.start
