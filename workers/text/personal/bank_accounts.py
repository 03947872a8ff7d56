"""Finds bank accounts: IBANs, and national formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.cards import has_iban_checksum
from workers.text.personal.iban import find_ibans
from workers.text.spans import in_order

Span = tuple[int, int]

# Polish accounts are IBANs without the country code.
_POLISH = re.compile(r"(?<![\w-])\d\d(?:[ -]?\d{4}){6}(?![\w-])", re.ASCII)
_SAID = r"\b\W{0,3}(?:(?:number|num|no|nr|is|ist)\b\W{0,3}){0,2}"
# Words for a bank; beside them, an account number is a bank account.
_BANK = re.compile(
    r"\b(?:sort ?code|bsb|routing|aba|blz|bankleitzahl|transit|ifsc)"
    rf"{_SAID}(?P<code>\d[\d -]{{4,8}}\d|[A-Z]{{4}}0[A-Z\d]{{6}})(?!\w)"
    r"(?:[ ,;/\n]{1,3}(?P<account>\d{6,10})(?!\w))?",
    re.IGNORECASE | re.ASCII,
)
_DATE = r"(?:19|20)\d\d-\d\d-\d\d(?!\d)"
# Called a bank's, an account needs no other word: `account number` alone may be a customer's.
_BANK_ACCOUNT = re.compile(
    r"\b(?:bank acc(?:oun)?t|bankkonto|konto(?=-?n)|cuenta bancaria|compte bancaire"
    r"|conto corrente|bankrekening|conta banc[áa]ria|konta bankowego)"
    rf"(?:-?(?:nummer|nr))?{_SAID}(?P<account>(?!{_DATE})\d[\d -]{{4,16}}\d)(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_ACCOUNT = re.compile(
    rf"\b(?:acc(?:oun)?t|a/c|acc|konto|kto)(?:-?(?:nummer|nr))?{_SAID}"
    rf"(?P<account>(?!{_DATE})\d[\d -]{{4,16}}\d)(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def find_bank_accounts(text: str) -> Iterator[Span]:
    """Spans of numbers, in order, without overlap; a sort code is a span of its own."""
    return in_order([*find_ibans(text), *_find_polish(text), *_find_domestic(text)])


def _find_polish(text: str) -> Iterator[Span]:
    for match in _POLISH.finditer(text):
        if has_iban_checksum("PL" + re.sub(r"\D", "", match[0])):
            yield match.span()


def _find_domestic(text: str) -> Iterator[Span]:
    banks = [*_BANK.finditer(text)]
    for match in banks:
        yield match.span("code")
    accounts = [*_BANK_ACCOUNT.finditer(text), *(_ACCOUNT.finditer(text) if banks else ())]
    for match in (*banks, *accounts):
        if match["account"]:
            yield match.span("account")
