"""Phone numbers: a cheap pattern finds runs of digits, `phonenumbers` judges what they hold.

A number with a country code counts when it has a possible length, so that fictional ones are found
too; one without must be valid where it may come from, or look North American. Dates, amounts, IP
addresses, digits inside a word or a URL, and what the text calls an order are no phone numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice

from phonenumbers import (
    NumberParseException,
    ValidationResult,
    is_possible_number_with_reason,
    is_valid_number,
    parse,
)

# Where a number without a country code may be from when nobody knows.
COMMON_REGIONS = tuple(
    re.findall(r"[A-Z]{2}", "US GB DE FR ES IT NL BE AT CH PL SE NO DK FI PT IE CZ AU IN BR")
)
MAX_CHECKS = 1_000

_DATE = r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
_IP_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"
_OTHER = re.compile(rf"(?<![\d./-])(?:{_DATE}|{_IP_ADDRESS})(?![./-]?\d)")
_RUN = re.compile(r"(?:\+ ?|(?<![\w#=&/$€£¥-]))\(?\+?\d(?:[ ().\-/\n]{0,3}+\d)++(?![\w%]|,\d)")
_PART = re.compile(r"[^\s/]+")
_MAX_PARTS = 7
_NORTH_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
_LOCAL = re.compile(r"\d{3}[.-]\d{4}")
_CONTEXT = re.compile(
    r"(?<!<)\b(?:(?P<reference>order|invoice|tracking|parcel|shipment|ref|reference|ticket|case"
    r"|account|customer|serial|article|item|sku|imei|code|bestell\w*|rechnung\w*|commande|pedido|ordine)"
    r"|(?P<phone>(?:tele)?phone|tel|telefon\w*|t[eé]l[eé]fono?|call|ring|mobile|cell|handy"
    r"|whatsapp|sms|text|fax|reach|contact|dial|my number))\b"
    r"|[!?;\n]|(?<!\bno)(?<!\bnr)(?<!\bref)\.\s",
    re.IGNORECASE,
)
_NUMBER_OR_PLACEHOLDER = re.compile(r"[\d<]")
_PAID = re.compile(
    r"\s?(?:[$€£¥]|(?:eur|usd|gbp|chf|pln|zł|kr|euros?|dollars?|pounds?)\b)", re.IGNORECASE
)

_start_of: Callable[[re.Match[str]], int] = re.Match.start


def find_phones(text: str, region: str | None = None) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers, in order; `region` (ISO 3166-1) of those without a country code.

    Looks at `MAX_CHECKS` candidates at most, so that no text can take long.
    """
    regions = (region,) if region else COMMON_REGIONS
    text = _OTHER.sub(lambda match: "x" * len(match[0]), text)
    contexts = list(_CONTEXT.finditer(text))
    position = 0
    for start, end in islice(_candidates(text), MAX_CHECKS):
        if start >= position and _is_phone(text, start, end, contexts, regions):
            yield start, end
            position = end


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Runs of digits, and the parts of longer ones: from each start the likeliest, then longest."""
    for run in _RUN.finditer(text):
        parts = [part.span() for part in _PART.finditer(text, *run.span())]
        for first, (start, _) in enumerate(parts):
            ends = [end for _, end in reversed(parts[first : first + _MAX_PARTS])]
            for end in sorted(
                ends, key=lambda end: not _NORTH_AMERICAN.fullmatch(text, start, end)
            ):
                if 7 <= _count_digits(text[start:end]) <= 17:
                    yield start, end


def _is_phone(
    text: str, start: int, end: int, contexts: list[re.Match[str]], regions: tuple[str, ...]
) -> bool:
    number = text[start:end]
    if number.lstrip("(").startswith("+"):
        return _is_possible(number)
    context = _context_of(text, start, contexts)
    if _PAID.match(text, end) or context == "reference":
        return False
    if context == "phone":
        likely = _count_digits(number) >= 10 or _LOCAL.fullmatch(number)
        return bool(likely) or _is_national(number, regions)
    if number.isdigit() and not number.startswith("0"):
        regions = regions[:1]
    return bool(_NORTH_AMERICAN.fullmatch(number)) or _is_national(number, regions)


def _context_of(text: str, start: int, contexts: list[re.Match[str]]) -> str | None:
    """What the sentence last spoke of; a reference is spent on the first number after it."""
    index = bisect_left(contexts, start, key=_start_of) - 1
    if index < 0:
        return None
    context = contexts[index]
    is_spent = _NUMBER_OR_PLACEHOLDER.search(text, context.end(), start)
    return None if context["reference"] and is_spent else context.lastgroup


def _is_national(number: str, regions: tuple[str, ...]) -> bool:
    """Numbers in pairs or single digits count only with the zero that a trunk prefix has."""
    if number.startswith("00"):
        return _is_valid("+" + number[2:], None)
    if not number.startswith(("0", "(0")) and not re.search(r"\d{3}", number):
        return False
    return _count_digits(number) > 7 and any(_is_valid(number, region) for region in regions)


def _count_digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _is_possible(number: str) -> bool:
    try:
        reason = is_possible_number_with_reason(parse(number, None))
    except NumberParseException:
        return False
    return reason == ValidationResult.IS_POSSIBLE


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return is_valid_number(parse(number, region))
    except NumberParseException:
        return False
