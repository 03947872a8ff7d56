"""Amounts of money, with the currency that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts import Entity
from workers.inference.currencies import (
    CODES,
    NAMES,
    SYMBOLS,
    WITH_MILLS,
    WITHOUT_CENTS,
    WORDS_TOO,
)

_EVERYDAY_CODES = "eur|usd|gbp|chf|pln|sek|nok|dkk|czk|cad|aud"


def _choice(words: frozenset[str] | dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_THOUSANDS = r"\d{1,3}(?:(?:,\d{3}){1,4}|(?:\.\d{3}){1,4}|(?: \d{3}){1,4}|(?:'\d{3}){1,4})"
_AMOUNT = rf"(?:{_THOUSANDS}|\d{{1,12}})(?:[.,](?:\d{{1,2}}|--?))?(?!\d)"
_CODE = "|".join(sorted(CODES))
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_choice(SYMBOLS)}|{_CODE}) ?(?P<amount>{_AMOUNT})"
    rf"(?: ?(?P<code>{_CODE})\b)?"
    rf"|(?P<amount_first>{_AMOUNT}) ?"
    rf"(?P<after>(?:{_CODE}|(?i:{_EVERYDAY_CODES}|(?:{_choice(NAMES)})s?))\b|(?:{_choice(SYMBOLS)})(?!\d)))"
)
_CENTS = re.compile(r"[.,](?=(?:\d{1,2}|--?)$)")
_DIGIT = re.compile(r"\d")


def find_money(text: str) -> Iterator[Entity]:
    """`value`: amount and ISO 4217 code, as in `12.50 EUR`; reads `1,234.50` and `1.234,50`."""
    if not _DIGIT.search(text):
        return
    for match in _MONEY.finditer(text):
        written = match["code"] or match["before"] or match["after"]
        amount = match["amount"] or match["amount_first"]
        if written in WORDS_TOO and not _CENTS.search(amount):
            continue
        value = _value(_amount(amount), _currency(written))
        yield Entity(label="money", start=match.start(), end=match.end(), value=value)


def _value(amount: Decimal, currency: str) -> str:
    decimals = 0 if currency in WITHOUT_CENTS else 3 if currency in WITH_MILLS else 2
    return f"{amount:.{decimals}f} {currency}"


def _currency(name: str) -> str:
    word = name.lower()
    return SYMBOLS.get(name) or NAMES.get(word) or NAMES.get(word.removesuffix("s")) or word.upper()


def _amount(number: str) -> Decimal:
    whole, *cents = _CENTS.split(number)
    digits = "".join(cents).strip("-") or "0"
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{digits}")
