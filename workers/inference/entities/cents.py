"""Hundredths of a currency: `99 cents`, `twenty pence`, and two dollars and fifty cents as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from workers.contracts.payloads import Entity
from workers.inference.entities.currencies import CENTS, CENTS_OF_EUROS, value_of
from workers.inference.entities.number_words import read_number
from workers.inference.entities.spoken_money import spoken_number_before

_NAMES = rf"(?:cents?|{'|'.join(sorted(CENTS.keys() - {'p'}, key=len, reverse=True))})\b"
_NAMED = re.compile(rf"[ -](?P<name>{_NAMES})", re.IGNORECASE)
# Begins with the digit, not with the lookbehind, because that is searched for faster.
_IN_FIGURES = re.compile(rf"\d(?<![\w.,/:-]\d)\d?(?P<name>¢|p\b| ?{_NAMES})", re.IGNORECASE)
# What may stand between two dollars and their fifty cents.
_JOINTS = (" and ", " ", ", ", " und ", " et ", " y ", " e ", " en ")

Span = tuple[int, int]


def find_cents(text: str, language: str, amounts: Iterable[Entity]) -> Iterator[Entity]:
    """Cents in figures, alone or joined with the one of `amounts` that they follow.

    Their value is None where the currency is unknown.
    """
    found = [
        (match.span(), int(match[0].removesuffix(match["name"])), match["name"].strip())
        for match in _IN_FIGURES.finditer(text)
    ]
    return _tell(text, language, found, amounts)


def find_spoken_cents(text: str, language: str, amounts: Iterable[Entity]) -> Iterator[Entity]:
    """The same for cents in words, such as `twenty pence`."""
    found = [
        ((unit.start() - len(number), unit.end()), read_number(number), unit["name"])
        for unit in _NAMED.finditer(text)
        for number in [spoken_number_before(text, unit.start())]
        if number
    ]
    return _tell(text, language, found, amounts)


def _tell(
    text: str, language: str, found: list[tuple[Span, int, str]], amounts: Iterable[Entity]
) -> Iterator[Entity]:
    if not found:
        return
    ends = {amount.end: amount for amount in amounts}
    for span, count, name in found:
        start, end = span
        cents = Decimal(count) / 100
        currency = CENTS.get(name.lower()) or ("EUR" if language in CENTS_OF_EUROS else None)
        value = value_of(cents, currency) if currency else None
        if whole := _whole_before(text, start, ends):
            start, value = whole.start, _sum(whole, cents)
        yield Entity(label="money", start=start, end=end, value=value)


def _whole_before(text: str, start: int, ends: Mapping[int, Entity]) -> Entity | None:
    """The amount that ends right before `start`, as `two dollars` before `fifty cents`."""
    for joint in _JOINTS:
        amount = ends.get(start - len(joint))
        if amount and text.endswith(joint, 0, start) and ".00 " in (amount.value or ""):
            return amount
    return None


def _sum(whole: Entity, cents: Decimal) -> str:
    amount, currency = (whole.value or "").split()
    return value_of(Decimal(amount) + cents, currency)
