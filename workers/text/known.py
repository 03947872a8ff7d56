"""What is surely no personal number: it keeps its place in the text, and its digits are its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText

Span = tuple[int, int]
FindKnown = Callable[[str], Iterable[Entity]]


def know_nothing(text: str) -> Iterable[Entity]:
    return ()


def hold_known(aligned: AlignedText, find_known: FindKnown) -> tuple[Entity, ...]:
    """What is found in the clean text, with offsets in the stored one."""
    held = []
    for entity in find_known(aligned.text):
        start, end = aligned.to_stored(entity.start, entity.end)
        held.append(entity.model_copy(update={"start": start, "end": end}))
    return tuple(held)


def find_beside(
    aligned: AlignedText, find: Callable[[str], Iterator[Span]], known: tuple[Entity, ...]
) -> list[Span]:
    """The finder's spans, in order, in what `known` leaves of the text.

    A span that is cut in pieces by something known, such as five digits in the midst of a phone
    number, and of which nothing else was found, is a span all the same: rather too much than too
    little is redacted.
    """
    spans = list(find(aligned.text))
    if not known or not spans:
        return spans
    held = [span for entity in known if any(span := aligned.to_clean(entity.start, entity.end))]
    beside = list(find(_with_placeholders(aligned.text, held)))
    cut = [
        span
        for span in spans
        if _overlaps(span, held) and not _lies_in(span, held) and not _overlaps(span, beside)
    ]
    return sorted([*beside, *cut])


def _with_placeholders(text: str, spans: list[Span]) -> str:
    """Placeholders of the same lengths, as the finders know them."""
    for start, end in spans:
        text = f"{text[:start]}{'<' + 'X' * (end - start - 2) + '>':.{end - start}}{text[end:]}"
    return text


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _lies_in(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
