"""Card numbers: found in any text, and cut to their last four digits before a row is written.

A card number is 13 to 19 digits that begin as a payment network's numbers do, have its length and
the right check digit (ISO/IEC 7812, Luhn). It is written in one go, in groups of equal length of
which the last may be shorter, or as 4-6-5 or 4-6-4, separated by spaces, dashes or dots. Numbers
beside it (`4242 4242 4242 4242 12/27 123`) stay. Longer runs of digits without a gap are no cards,
and neither is an IBAN, an IMEI or a SIM's number, whatever its check digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MASK = "•••• "

_LONGEST = 19
_SEPARATORS = (
    r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|[-‐‑‒–—―−.\u00ad\u200b-\u200f\u2060\ufeff]"
)
_RUN = re.compile(rf"(?<![\d•])(?<!• )\d++(?:(?:{_SEPARATORS}){{1,3}}+\d++)*+")
_GROUP = re.compile(r"\d+")
_COUNTRY = re.compile(r"(?<![^\W_])[A-Za-z]{2}\Z")
_NETWORKS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-59]|[689]\d)\d{11}(?:\d{2,5})?"  # Diners Club
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"  # JCB
    r"|6\d{15,18}|5[0678]\d{14,17}"  # Discover, UnionPay, Maestro, RuPay
    r"|220[0-4]\d{12,15}|9792\d{12}|8[12]\d{14}"  # Mir, Troy, RuPay
)


def mask_cards(text: str) -> str:
    """Every card number as `•••• 4242`; a text that has been masked stays as it is."""
    parts: list[str] = []
    position = 0
    for start, end in find_cards(text):
        parts += text[position:start], MASK, _digits(text[start:end])[-4:]
        position = end
    return "".join(parts) + text[position:]


def find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole card numbers, in order; numbers that share digits are one span."""
    for run in _RUN.finditer(text):
        groups = [
            (run.start() + group.start(), run.start() + group.end())
            for group in _GROUP.finditer(run[0])
        ]
        yield from _joined(_cards_in(text, groups[_groups_of_iban(text, groups) :]))


def has_iban_checksum(number: str) -> bool:
    """ISO 7064 mod 97-10 over ASCII letters and digits without separators."""
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def _cards_in(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    written = [_digits(text[slice(*group)]) for group in groups]
    for first, (start, _) in enumerate(groups):
        number = ""
        for last, digits in enumerate(written[first : first + _LONGEST], first):
            number += digits
            if len(number) > _LONGEST:
                break
            if _is_card(number) and _grouped_as_card(groups[first : last + 1]):
                yield start, groups[last][1]


def _joined(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held and start < held[1]:
            held = held[0], max(end, held[1])
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _is_card(number: str) -> bool:
    return len(number) >= 13 and bool(_NETWORKS.fullmatch(number)) and _has_luhn_checksum(number)


def _has_luhn_checksum(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


def _grouped_as_card(groups: list[tuple[int, int]]) -> bool:
    *sizes, last = (end - start for start, end in groups)
    if sizes == [4, 6]:
        return last in (4, 5)
    even = len(set(sizes)) <= 1 and (not sizes or last <= sizes[0])
    return even and (not sizes or sizes[0] == 1 or sizes[0] >= 4)


def _groups_of_iban(text: str, groups: list[tuple[int, int]]) -> int:
    """How many of the first groups belong to an IBAN, whose country code is right before them."""
    start = groups[0][0]
    country = _COUNTRY.search(text[max(0, start - 3) : start])
    number = country[0] if country else ""
    for count, group in enumerate(groups[:_LONGEST], 1):
        number += _digits(text[slice(*group)])
        if country and 15 <= len(number) <= 34 and has_iban_checksum(number):
            return count
    return 0


def _digits(text: str) -> str:
    """The decimal digits of any script, in ASCII."""
    return "".join(str(unicodedata.decimal(digit)) for digit in text if digit.isdecimal())
