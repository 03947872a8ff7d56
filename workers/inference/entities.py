"""What a message names besides persons and what its company taught: by patterns alone.

Where two readings overlap the longer one wins, then the earlier. All repetitions are bounded, so
the time is linear in the length of the text.
"""

from __future__ import annotations

from workers.contracts import Entity
from workers.inference.dates import find_dates
from workers.inference.money import find_money
from workers.inference.quantities import find_quantities
from workers.inference.urls import find_urls
from workers.inference.when import When
from workers.text.numbers import find_numbers
from workers.text.spans import without_overlap

_NOWHEN = When()


def find_entities(text: str, when: When = _NOWHEN) -> tuple[Entity, ...]:
    """Entities in order, without overlap, with offsets in `text`: the redacted clean text.

    `value` is the normalised form: an address, an amount with its ISO 4217 code (`12.50 EUR`), an
    ISO 8601 date, time or duration, a number with its unit (`2 pair`), a number in capitals.
    """
    return without_overlap(
        [
            *find_urls(text),
            *find_numbers(text),
            *find_money(text, when.language),
            *find_dates(text, when),
            *find_quantities(text),
        ]
    )
