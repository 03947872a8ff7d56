"""Amounts of money, with the currency that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts import Entity

_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"} | {
    "₺": "TRY",
    "₴": "UAH",
    "zł": "PLN",
    "US$": "USD",
    "CA$": "CAD",
    "A$": "AUD",
    "NZ$": "NZD",
    "R$": "BRL",
    "Fr.": "CHF",
}
_WORDS = {
    "euro": "EUR",
    "dollar": "USD",
    "buck": "USD",
    "pound": "GBP",
    "quid": "GBP",
    "yen": "JPY",
    "rupee": "INR",
    "franc": "CHF",
    "zloty": "PLN",
}
_CODES = (
    "EUR|USD|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|UAH|RUB|CNY|INR|BRL|MXN"
    "|ZAR|SGD|HKD|KRW|ILS|AED|SAR|THB|IDR|VND"
)
_WITHOUT_CENTS = {"JPY", "KRW", "VND"}

_THOUSANDS = r"\d{1,3}(?:(?:,\d{3}){1,4}|(?:\.\d{3}){1,4}|(?: \d{3}){1,4}|(?:'\d{3}){1,4})"
_AMOUNT = rf"(?:{_THOUSANDS}|\d{{1,12}})(?:[.,]\d{{1,2}})?(?!\d)"
_SYMBOL = "|".join(map(re.escape, sorted(_SYMBOLS, key=len, reverse=True)))
_NAME = rf"{_CODES}|(?i:eur|usd|gbp|chf|pln|sek|nok|dkk|(?:{'|'.join(_WORDS)})s?)"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_SYMBOL}|{_CODES})\s?(?P<amount>{_AMOUNT})"
    rf"(?:\s?(?P<code>{_CODES})\b)?"
    rf"|(?P<amount_first>{_AMOUNT})\s?(?P<after>(?:{_NAME})\b|{_SYMBOL}))"
)
_CENTS = re.compile(r"[.,](?=\d{1,2}$)")


def find_money(text: str) -> Iterator[Entity]:
    """`value`: amount and ISO 4217 code, as in `12.50 EUR`; reads `1,234.50` and `1.234,50`."""
    for match in _MONEY.finditer(text):
        currency = _currency(match["code"] or match["before"] or match["after"])
        amount = _amount(match["amount"] or match["amount_first"])
        decimals = 0 if currency in _WITHOUT_CENTS else 2
        value = f"{amount:.{decimals}f} {currency}"
        yield Entity(label="money", start=match.start(), end=match.end(), value=value)


def _currency(name: str) -> str:
    word = name.lower().removesuffix("s")
    return _SYMBOLS.get(name) or _WORDS.get(word) or name.upper()


def _amount(number: str) -> Decimal:
    whole, *cents = _CENTS.split(number)
    return Decimal(".".join([re.sub(r"\D", "", whole), *cents]))
