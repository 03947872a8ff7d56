"""Amounts of money in words, and cents: `twenty dollars`, `a hundred euros`, `99 cents`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from workers.contracts import UNKNOWN_LANGUAGE, Entity
from workers.inference.currencies import (
    CENTS,
    CENTS_OF_EUROS,
    NAMES,
    currency_of,
    means_another,
    value_of,
)
from workers.inference.number_words import SPOKEN_NUMBER, read_number


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LONGEST_NUMBER = 80
_IN_WORDS = rf"(?<![\w.,-])(?P<words>{SPOKEN_NUMBER})"
_CURRENCY = re.compile(rf"[ -](?P<name>(?:{_choice(NAMES)})s?)\b", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(rf"{_IN_WORDS}$", re.IGNORECASE)
_CENTS = re.compile(rf"[ -](?P<name>cents?|{_choice(CENTS.keys() - {'p'})})\b", re.IGNORECASE)
_BESIDE_FIGURES = re.compile(r"(?<=\d)(?P<name>¢|(?:p|cents?)\b)", re.IGNORECASE)
_FEW_BEFORE = re.compile(rf"(?:{_IN_WORDS}|(?<![\w.,/:-])(?P<figures>\d\d?))$", re.IGNORECASE)
# What may stand between two dollars and their fifty cents.
_AND = (" and ", " ", ", ", " und ", " et ", " y ", " e ", " en ")


def find_spoken_money(text: str, language: str = UNKNOWN_LANGUAGE) -> Iterator[Entity]:
    """`value`: amount and ISO 4217 code, as of amounts in figures."""
    for unit in _CURRENCY.finditer(text):
        number = _NUMBER_BEFORE.search(_before(text, unit))
        if number and not means_another(unit["name"], language, text[unit.end() : unit.end() + 9]):
            value = value_of(Decimal(read_number(number[0])), currency_of(unit["name"]))
            start = unit.start() - len(number[0])
            yield Entity(label="money", start=start, end=unit.end(), value=value)


def find_cents(text: str, language: str, amounts: Iterable[Entity]) -> Iterator[Entity]:
    """Alone, or with the one of `amounts` that they follow.

    They have no value where nobody knows of what they are.
    """
    ends = {amount.end: amount for amount in amounts}
    for unit in (*_CENTS.finditer(text), *_BESIDE_FIGURES.finditer(text)):
        number = _FEW_BEFORE.search(_before(text, unit))
        if not number:
            continue
        start = unit.start() - len(number[0])
        cents = Decimal(int(number["figures"] or read_number(number[0]))) / 100
        currency = CENTS.get(unit["name"].lower()) or ("EUR" * (language in CENTS_OF_EUROS))
        value = value_of(cents, currency) if currency else None
        whole = _whole_before(text, start, ends)
        if whole:
            start, value = whole.start, _sum(whole, cents)
        yield Entity(label="money", start=start, end=unit.end(), value=value)


def _before(text: str, unit: re.Match[str]) -> str:
    return text[max(0, unit.start() - _LONGEST_NUMBER) : unit.start()]


def _whole_before(text: str, start: int, ends: Mapping[int, Entity]) -> Entity | None:
    """Two dollars, before their fifty cents."""
    for joint in _AND:
        amount = ends.get(start - len(joint))
        if amount and text.endswith(joint, 0, start) and (amount.value or "").find(".00 ") > 0:
            return amount
    return None


def _sum(whole: Entity, cents: Decimal) -> str:
    amount, currency = (whole.value or "").split()
    return value_of(Decimal(amount) + cents, currency)
