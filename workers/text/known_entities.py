"""Entities that a company knows by their form or name: order numbers, products, tracking numbers.

`redact` takes none of their digits for a card, a phone number or a national id. What is kept for
other contacts hides those with a digit afterwards (`workers/feedback/hiding.py`): an order number
is not personal, but it is one contact's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText

Span = tuple[int, int]
# Finds them in a clean text, with offsets in it.
FindKnownEntities = Callable[[str], Iterable[Entity]]


def no_known_entities(text: str) -> Iterable[Entity]:
    """Finds none, for texts of nobody's company."""
    return ()


def locate_known_entities(
    aligned: AlignedText, find_known_entities: FindKnownEntities
) -> tuple[Entity, ...]:
    """The known entities of the clean text, with offsets in the stored one."""
    located = []
    for entity in find_known_entities(aligned.text):
        start, end = aligned.to_stored(entity.start, entity.end)
        located.append(entity.model_copy(update={"start": start, "end": end}))
    return tuple(located)


def find_beside(
    aligned: AlignedText, find: Callable[[str], Iterator[Span]], known: tuple[Entity, ...]
) -> list[Span]:
    """The finder's spans, in order, outside of the `known` entities.

    A span that a known entity cuts in pieces, such as five digits in the midst of a phone number,
    counts as a whole unless the finder finds a piece: rather too much than too little is redacted.
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
