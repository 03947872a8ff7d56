"""Amounts of money in words: `twenty dollars`, `a hundred and fifty euros`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import Entity
from workers.inference.entities.currencies import NAMES, currency_of, means_another, value_of
from workers.inference.entities.number_words import SPOKEN_NUMBER, read_number

_LONGEST_NUMBER = 80
_NAMES = "|".join(sorted(NAMES, key=len, reverse=True))
_CURRENCY = re.compile(rf"[ -](?P<name>(?:{_NAMES})s?)\b", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?<![\w.,-]){SPOKEN_NUMBER}$", re.IGNORECASE)


def find_spoken_money(text: str, language: str = UNKNOWN_LANGUAGE) -> Iterator[Entity]:
    """`value`: amount and ISO 4217 code, as for amounts in figures."""
    for unit in _CURRENCY.finditer(text):
        number = spoken_number_before(text, unit.start())
        if number and not means_another(unit["name"], language, text[unit.end() : unit.end() + 9]):
            value = value_of(Decimal(read_number(number)), currency_of(unit["name"]))
            start = unit.start() - len(number)
            yield Entity(label="money", start=start, end=unit.end(), value=value)


def spoken_number_before(text: str, end: int) -> str:
    """The number in words that ends at `end`; empty where there is none."""
    number = _AT_THE_END.search(text[max(0, end - _LONGEST_NUMBER) : end])
    return number[0] if number else ""
