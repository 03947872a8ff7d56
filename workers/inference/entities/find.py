"""Finds entities by patterns: all but personal ones and those that the company taught.

Where two readings overlap the longer one wins, then the earlier. All repetitions are bounded, so
the time is linear in the length of the text.
"""

from __future__ import annotations

from workers.contracts.payloads import Entity
from workers.inference.entities.cents import find_cents, find_spoken_cents
from workers.inference.entities.dates import find_dates
from workers.inference.entities.money import find_money
from workers.inference.entities.number_words import counts_in_words
from workers.inference.entities.quantities import find_quantities, find_spoken_quantities
from workers.inference.entities.spoken_money import find_spoken_money
from workers.inference.entities.urls import find_urls
from workers.inference.entities.when import When
from workers.text.numbers import find_numbers
from workers.text.spans import without_overlap

_NOWHEN = When()


def find_entities(text: str, when: When = _NOWHEN) -> tuple[Entity, ...]:
    """Entities in order, without overlap, with offsets in `text`: the redacted clean text.

    `value` is the normalised form: a URL, an amount with its ISO 4217 code (`12.50 EUR`), an
    ISO 8601 date, time or duration, a number with its unit (`2 pair`), a number in capitals.
    """
    in_words = counts_in_words(text)
    money = [*find_money(text, when.language)]
    if in_words:
        money += find_spoken_money(text, when.language)
    return without_overlap(
        [
            *find_urls(text),
            *find_numbers(text),
            *money,
            *find_cents(text, when.language, money),
            *(find_spoken_cents(text, when.language, money) if in_words else ()),
            *find_dates(text, when),
            *find_quantities(text),
            *(find_spoken_quantities(text) if in_words else ()),
        ]
    )
