"""Finds phone numbers: a cheap pattern finds runs of digits, `phone_plans` judges them.

A number with a country code counts when its length is possible, so that fictional ones are found
too; one without must be valid in a likely country, or look North American. Dates, amounts, IP
addresses, digits inside a word or a URL, and what the text calls an order are no phone numbers.

What is the same for all candidates is looked up once, so that a text of digits alone costs little
more than another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from phonenumbers import country_code_for_region

from workers.text.cards import digits_of
from workers.text.letters import EAST_ASIAN
from workers.text.personal import phone_words as words
from workers.text.personal.phone_plans import is_national, is_possible

# Where numbers without a country code may be dialled.
_COUNTRIES = tuple(
    country_code_for_region(region)
    for region in re.findall(
        r"[A-Z]{2}", "US GB DE FR ES IT NL BE AT CH PL SE NO DK FI PT IE CZ AU IN BR"
    )
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 17

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
# `3pm` and `2nd` are no part of a number before them.
_WITH_LETTERS = rf"\d{{1,2}}(?!x\d|[{EAST_ASIAN}])[^\W\d_]"
# Behind five digits or more, a full stop ends the sentence.
_RUN = re.compile(
    rf"(?:\+ ?|(?<![\w#=&/$€£¥-])|(?<=[{EAST_ASIAN}]))\(?\+?\d"
    rf"(?:(?!(?<=\d{{5}})\.[ \n])[ ().\-/\n]{{0,3}}+(?:(?<![ \n])|(?!{_WITH_LETTERS}))\d)++"
    rf"(?!(?!x\d|[{EAST_ASIAN}])[\w%]|,\d|-[^\W\d])"
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension) ?\d{1,6}(?!\w)", re.IGNORECASE)
_PART = re.compile(r"[^\s/]*\d")
_MAX_PARTS = 7
_NORTH_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
_LOCAL = re.compile(r"\d{3}[.-]\d{4}|\d\d(?: \d\d){3}")
# What begins as no word of these does is passed over quickly.
_CONTEXT = re.compile(
    rf"(?P<reference>(?<!<)\b(?=[^\W\d])(?:{words.REFERENCE})\b"
    rf"|(?=[^\x00-\x7f])(?:{words.REFERENCE_ABROAD}))"
    rf"|(?P<phone>(?<!<)\b(?=[^\W\d])(?:{words.PHONE})\b|(?=[^\x00-\x7f])(?:{words.PHONE_ABROAD}))"
    r"|[!?;\n]|(?<!\bno)(?<!nr)(?<!\bref)(?<!\btel)(?<!\btlf)(?<!\bmob)\.\s",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(words.SAID_AFTER, re.IGNORECASE)
_SEVEN_DIGITS = re.compile(r"\d(?:[^\w]{0,5}\d){6}")
_LINKED = re.compile(rf"(?:[^\w,]{{0,4}}(?:{words.LINKING})\b){{0,4}}[^\w,]{{0,4}}", re.IGNORECASE)
_NUMBER_OR_PLACEHOLDER = re.compile(r"[\d<]")
_CURRENCY = r"(?:[$€£¥₹]|(?:eur|usd|gbp|chf|pln|zł|kr|huf|ft|rs|inr|euros?|dollars?|pounds?)\b)"
_PAID = re.compile(rf"\s?{_CURRENCY}", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(rf"(?<!\w){_CURRENCY}\.?\s?", re.IGNORECASE)
_DIGIT_BEFORE = re.compile(r"(?<=\d )")
_DIGIT_AFTER = re.compile(rf" (?!{_WITH_LETTERS})\d")
_THREE_DIGITS = re.compile(r"\d{3}")

_start_of: Callable[[re.Match[str]], int] = re.Match.start


def find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers, in order."""
    if not _SEVEN_DIGITS.search(text):
        return
    text = _OTHER.sub(lambda match: "x" * len(match[0]), text)
    surroundings = _Surroundings.of(text)
    position = 0
    for start, ends in _candidates(text):
        if start >= position and (end := surroundings.end_of_phone(start, ends)):
            extension = _EXTENSION.match(text, end)
            position = extension.end() if extension else end
            yield start, position


def _candidates(text: str) -> Iterator[tuple[int, list[int]]]:
    """Where numbers may begin, and the places where each may end, the longest first."""
    for run in _RUN.finditer(text):
        parts = [part.span() for part in _PART.finditer(text, *run.span())]
        digits = [*accumulate((len(digits_of(text[slice(*part)])) for part in parts), initial=0)]
        for first, (start, _) in enumerate(parts):
            last = min(
                bisect_left(digits, digits[first] + _MOST_DIGITS + 1) - 1, first + _MAX_PARTS
            )
            fewest = bisect_left(digits, digits[first] + _FEWEST_DIGITS)
            if fewest <= last:
                yield start, [parts[place - 1][1] for place in range(last, fewest - 1, -1)]


@dataclass(frozen=True)
class _Surroundings:
    """What stands before and behind the numbers of a text."""

    text: str
    contexts: Sequence[re.Match[str]]
    said_after: frozenset[int]
    paid_before: frozenset[int]
    paid_after: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Surroundings:
        return cls(
            text,
            [*_CONTEXT.finditer(text)],
            frozenset(match.start() for match in _SAID_AFTER.finditer(text)),
            frozenset(match.end() for match in _CURRENCY_BEFORE.finditer(text)),
            frozenset(match.start() for match in _PAID.finditer(text)),
        )

    def end_of_phone(self, start: int, ends: Sequence[int]) -> int | None:
        """The end of the likeliest number that begins there, or None."""
        if self.text.startswith(("+", "(+"), start):
            return next((end for end in ends if _is_international(self.text[start:end])), None)
        context, is_close = self._context_of(start)
        usual = _NORTH_AMERICAN.match(self.text, start)
        usual_end = usual.end() if usual and usual.end() in ends else None
        follows_digit = context != "phone" and bool(_DIGIT_BEFORE.match(self.text, start))
        for end in ends if usual_end is None else (usual_end, *ends):
            if end in self.said_after:
                return end
            number = self.text[start:end]
            is_claimed = context == "reference" and (is_close or _is_bare(number))
            if is_claimed or start in self.paid_before or end in self.paid_after:
                continue
            if end == usual_end or (not follows_digit and self._is_likely(number, end, context)):
                return end
        return None

    def _is_likely(self, number: str, end: int, context: str | None) -> bool:
        if context == "phone":
            return _is_called_phone(number)
        return not _DIGIT_AFTER.match(self.text, end) and _is_dialled(number)

    def _context_of(self, start: int) -> tuple[str | None, bool]:
        """What the sentence last mentioned: a phone, or a reference, to which the number belongs.

        A number in the form of a phone number belongs only to a reference that is close, right
        before it: not in `my order never came, 07700 900461`.
        """
        index = bisect_left(self.contexts, start, key=_start_of) - 1
        if index < 0:
            return None, False
        context = self.contexts[index]
        between = context.end(), start
        if context["reference"]:
            if _NUMBER_OR_PLACEHOLDER.search(self.text, *between):
                return None, False
            if _LINKED.fullmatch(self.text, *between):
                return "reference", True
            return (None if "," in self.text[slice(*between)] else "reference"), False
        return context.lastgroup, False


def _is_international(number: str) -> bool:
    return "\n" not in number and is_possible(digits_of(number))


def _is_called_phone(number: str) -> bool:
    """Whether what the text calls a phone number may be one."""
    likely = len(digits_of(number)) > _FEWEST_DIGITS or _LOCAL.fullmatch(number)
    return bool(likely) or _is_valid(number, _COUNTRIES)


def _is_dialled(number: str) -> bool:
    """Whether a number of which the text says nothing is valid in a likely country."""
    return _is_valid(number, _COUNTRIES[:1] if _is_bare(number) else _COUNTRIES)


def _is_bare(number: str) -> bool:
    return number.isdigit() and not number.startswith("0")


def _is_valid(number: str, countries: tuple[int, ...]) -> bool:
    """Whether it is valid in one of the countries; in pairs or single digits it begins with 0."""
    has_trunk_prefix = number.startswith(("0", "(0"))
    is_divided_oddly = "/" in number or not _THREE_DIGITS.search(number)
    if "\n" in number or (is_divided_oddly and not has_trunk_prefix):
        return False
    digits = digits_of(number)
    return len(digits) > _FEWEST_DIGITS + has_trunk_prefix and is_national(digits, countries)
