"""Finds phone numbers: a cheap pattern finds runs of digits, `phonenumbers` validates them.

A number with a country code counts when its length is possible, so that fictional ones are found
too; one without must be valid in a likely region, or look North American. Dates, amounts, IP
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

from workers.text.letters import EAST_ASIAN
from workers.text.personal import phone_words as words

# The regions of numbers without a country code.
_REGIONS = tuple(
    re.findall(r"[A-Z]{2}", "US GB DE FR ES IT NL BE AT CH PL SE NO DK FI PT IE CZ AU IN BR")
)
MAX_CHECKS = 1_000

_DATE = (
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?![./-]?\d)|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?![./-]?\d)"
    r"|\d{1,2}[-. /]\d{1,2}[-. /](?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d-(?:19|20)\d\d(?![./-]?\d)"
)
_IP_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}(?![./-]?\d)"
_COORDINATE = r"[1-9]\d{0,2}\.\d{5,12}(?![./-]?\d)"
_OF_A_YEAR = r"\d{1,6}/(?:19|20)\d\d(?![./-]?\d)"
_IN_FOURS = r"(?:\d{4}[ -])?[1-9]\d{3}(?:[ -]\d{4}){2,3}(?![ ./-]?\d)"
_OTHER = re.compile(
    rf"(?<![\d./+-])(?:{_DATE}|{_IP_ADDRESS}|{_OF_A_YEAR}|{_IN_FOURS}|{_COORDINATE})"
)
_RUN = re.compile(
    rf"(?:\+ ?|(?<![\w#=&/$€£¥-])|(?<=[{EAST_ASIAN}]))\(?\+?\d(?:[ ().\-/\n]{{0,3}}+\d)++"
    rf"(?!(?!x\d|[{EAST_ASIAN}])[\w%]|,\d|-[^\W\d])"
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension) ?\d{1,6}(?!\w)", re.IGNORECASE)
_PART = re.compile(r"[^\s/]+")
_MAX_PARTS = 7
_NORTH_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
_LOCAL = re.compile(r"\d{3}[.-]\d{4}|\d\d(?: \d\d){3}")
_CONTEXT = re.compile(
    rf"(?P<reference>(?<!<)\b(?:{words.REFERENCE})\b|{words.REFERENCE_ABROAD})"
    rf"|(?P<phone>(?<!<)\b(?:{words.PHONE})\b|{words.PHONE_ABROAD})"
    r"|[!?;\n]|(?<!\bno)(?<!nr)(?<!\bref)(?<!\btel)(?<!\btlf)(?<!\bmob)\.\s",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(words.SAID_AFTER, re.IGNORECASE)
_SEVEN_DIGITS = re.compile(r"\d(?:[^\w]{0,5}\d){6}")
_LINKED = re.compile(rf"(?:[^\w,]{{0,4}}(?:{words.LINKING})\b){{0,4}}[^\w,]{{0,4}}", re.IGNORECASE)
_NUMBER_OR_PLACEHOLDER = re.compile(r"[\d<]")
_CURRENCY = r"(?:[$€£¥₹]|(?:eur|usd|gbp|chf|pln|zł|kr|huf|ft|rs|inr|euros?|dollars?|pounds?)\b)"
_PAID = re.compile(rf"\s?{_CURRENCY}", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(rf"(?<!\w){_CURRENCY}\.?\s?$", re.IGNORECASE)
_DIGIT_BEFORE = re.compile(r"\d $")
_DIGIT_AFTER = re.compile(r" \d")

_start_of: Callable[[re.Match[str]], int] = re.Match.start


def find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers, in order.

    Looks at `MAX_CHECKS` candidates at most, so that no text can take long.
    """
    if not _SEVEN_DIGITS.search(text):
        return
    text = _OTHER.sub(lambda match: "x" * len(match[0]), text)
    contexts = list(_CONTEXT.finditer(text))
    position = 0
    for start, end in islice(_candidates(text), MAX_CHECKS):
        if start >= position and _is_phone(text, start, end, contexts):
            extension = _EXTENSION.match(text, end)
            position = extension.end() if extension else end
            yield start, position


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Runs of digits and parts of longer ones; from each start the likeliest, then the longest."""
    for run in _RUN.finditer(text):
        parts = [part.span() for part in _PART.finditer(text, *run.span())]
        for first, (start, _) in enumerate(parts):
            ends = [end for _, end in reversed(parts[first : first + _MAX_PARTS])]
            for end in sorted(
                ends, key=lambda end: not _NORTH_AMERICAN.fullmatch(text, start, end)
            ):
                if 7 <= _count_digits(text[start:end]) <= 17:
                    yield start, end


def _is_phone(text: str, start: int, end: int, contexts: list[re.Match[str]]) -> bool:
    number = text[start:end]
    if number.lstrip("(").startswith("+"):
        return _is_possible(number)
    if _SAID_AFTER.match(text, end):
        return True
    context = _context_of(text, start, end, contexts)
    if context == "reference" or _is_amount(text, start, end):
        return False
    if context == "phone":
        likely = _count_digits(number) >= 8 or _LOCAL.fullmatch(number)
        return bool(likely) or _is_national(number, _REGIONS)
    if _NORTH_AMERICAN.fullmatch(number):
        return True
    is_undivided = number.isdigit() and not number.startswith("0")
    regions = _REGIONS[:1] if is_undivided else _REGIONS
    return _stands_apart(text, start, end) and _is_national(number, regions)


def _is_amount(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 8) : start]
    return bool(_PAID.match(text, end) or _CURRENCY_BEFORE.search(before))


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a candidate is more than a part of a longer row of digits."""
    before = text[max(0, start - 2) : start]
    return not _DIGIT_BEFORE.search(before) and not _DIGIT_AFTER.match(text, end)


def _context_of(text: str, start: int, end: int, contexts: list[re.Match[str]]) -> str | None:
    """What the sentence last mentioned: a phone, or a reference, to which the next number belongs.

    A number in the form of a phone number is taken only right behind the reference: not in `my
    order never came, 07700 900461`.
    """
    index = bisect_left(contexts, start, key=_start_of) - 1
    if index < 0:
        return None
    context = contexts[index]
    if context["reference"]:
        between = text[context.end() : start]
        is_bare = text[start:end].isdigit() and text[start] != "0" and "," not in between
        is_spent = _NUMBER_OR_PLACEHOLDER.search(between)
        if is_spent or not (is_bare or _LINKED.fullmatch(between)):
            return None
    return context.lastgroup


def _is_national(number: str, regions: tuple[str, ...]) -> bool:
    """Whether it is valid in one of the regions; in pairs or single digits it must begin with 0."""
    if number.startswith("00"):
        return _is_valid("+" + number[2:], None)
    has_trunk_prefix = number.startswith(("0", "(0"))
    if not has_trunk_prefix and ("/" in number or not re.search(r"\d{3}", number)):
        return False
    return _count_digits(number) > 7 + has_trunk_prefix and any(
        _is_valid(number, region) for region in regions
    )


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
