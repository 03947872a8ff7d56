"""Amounts of money in figures, with the currency that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import Entity
from workers.inference.entities.currencies import (
    CODES,
    CROWNS,
    NAMES,
    SYMBOLS,
    WORDS_TOO,
    currency_of,
    means_another,
    value_of,
)
from workers.text.letters import EAST_ASIAN

_EVERYDAY_CODES = "eur|usd|gbp|chf|pln|sek|nok|dkk|czk|cad|aud"


def _choice(words: frozenset[str] | dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# The last one groups as in India: 1,00,000.
_THOUSANDS = (
    r"(?:\d{1,3}(?:(?:,\d{3}){1,4}|(?:\.\d{3}){1,4}|(?: \d{3}){1,4}|(?:'\d{3}){1,4})"
    r"|\d{1,2}(?:,\d\d){1,3},\d{3})"
)
_TIMES = {"k": 1_000, "m": 10**6, "mn": 10**6, "mio": 10**6, "thousand": 1_000, "million": 10**6}
_LARGE = "(?i:(?:k|m|mn|mio)| (?:thousand|million|mn|mio))"
_AMOUNT = rf"(?:{_THOUSANDS}|\d{{1,12}})(?:[.,](?:\d{{1,2}}|--?))?(?!\d)"
_CODE = "|".join(sorted(CODES))
_MONEY = re.compile(
    rf"(?:(?<![\w.,/])|(?<=[{EAST_ASIAN}]))"
    rf"(?:(?P<before>{_choice(SYMBOLS)}|{_CODE}) ?(?P<amount>{_AMOUNT})(?P<times>{_LARGE}(?!\w))?"
    rf"(?: ?(?P<code>{_CODE})\b)?"
    rf"|(?P<amount_first>{_AMOUNT})(?P<times_first>{_LARGE}(?=\W))? ?"
    rf"(?P<after>(?:{_CODE}|(?i:{_EVERYDAY_CODES}|(?:{_choice(NAMES)})s?|kr))\b"
    rf"|(?:{_choice(SYMBOLS)})(?!\d)))"
)
_CENTS = re.compile(r"[.,](?=(?:\d{1,2}|--?)$)")
_DIGIT = re.compile(r"\d")


def find_money(text: str, language: str = UNKNOWN_LANGUAGE) -> Iterator[Entity]:
    """`value`: amount and ISO 4217 code, as in `12.50 EUR`; reads `1,234.50` and `1.234,50`.

    `language` (ISO 639-1) says which country's crowns `kr` are, where it can.
    """
    if not _DIGIT.search(text):
        return
    for match in _MONEY.finditer(text):
        written = match["code"] or match["before"] or match["after"]
        amount = match["amount"] or match["amount_first"]
        if written in WORDS_TOO and not _CENTS.search(amount):
            continue
        currency = CROWNS.get(language) if written.lower() == "kr" else currency_of(written)
        if not currency or means_another(written, language, text[match.end() : match.end() + 9]):
            continue
        times = (match["times"] or match["times_first"] or "").strip().lower()
        value = value_of(_amount(amount) * _TIMES.get(times, 1), currency)
        yield Entity(label="money", start=match.start(), end=match.end(), value=value)


def _amount(number: str) -> Decimal:
    whole, *cents = _CENTS.split(number)
    digits = "".join(cents).strip("-") or "0"
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{digits}")
