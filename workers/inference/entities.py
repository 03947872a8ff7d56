"""What a message names besides persons: order numbers, money and dates, by patterns alone.

Where two readings overlap the longer one wins, then the earlier. All repetitions are bounded, so
the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from workers.contracts import Entity
from workers.inference.dates import find_dates
from workers.inference.money import find_money

# A pattern's group `number` is the entity where it has one, else the whole match is.
ORDER_NUMBERS = (
    re.compile(r"(?<![\w-])[A-Z]{2,3}-\d{5,10}(?![\w-])", re.IGNORECASE | re.ASCII),
    re.compile(r"(?<![\w&#])#\s?\d{4,12}(?!\w)", re.ASCII),
    re.compile(
        r"\b(?:order|bestellung|commande|pedido|ordine|bestelling|encomenda)s?\s{0,2}[:#]?\s{0,2}"
        r"(?P<number>(?:[A-Z]{1,4}-?)?\d{5,12})(?![\w-])",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:(?:order|purchase)[\s-]{0,2}(?:number|num|no|nr|id|ref|reference|code)"
        r"|bestell(?:ung)?s?-?(?:nummer|nr))\b[.:#\s]{0,4}(?:(?:is|was|ist|war)\b[:\s]{0,2})?"
        r"(?P<number>(?:[A-Z]{1,4}-?)?\d{3,12})(?![\w-])",
        re.IGNORECASE,
    ),
)


def find_entities(
    text: str,
    now: datetime | None = None,
    order_numbers: tuple[re.Pattern[str], ...] = ORDER_NUMBERS,
) -> tuple[Entity, ...]:
    """Entities in order, without overlap, with offsets in `text`: the redacted clean text.

    `order_number` has the number without its `#` as value, `money` an amount and an ISO 4217
    code (`12.50 EUR`), `date` an ISO 8601 date. `now` is the message's time in the contact's zone;
    without it `yesterday` and `5 March` are found but have no value.
    """
    found = [
        *_find_order_numbers(text, order_numbers),
        *find_money(text),
        *find_dates(text, now.date() if now else None),
    ]
    return _without_overlap(found, len(text))


def _find_order_numbers(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Entity]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span("number" if "number" in pattern.groupindex else 0)
            number = text[start:end].lstrip("# ").upper()
            yield Entity(label="order_number", start=start, end=end, value=number)


def _without_overlap(entities: list[Entity], length: int) -> tuple[Entity, ...]:
    taken = bytearray(length)
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start - entity.end, entity.start)):
        if not any(taken[entity.start : entity.end]):
            taken[entity.start : entity.end] = b"\x01" * (entity.end - entity.start)
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))
