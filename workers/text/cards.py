"""Card numbers: found in any text, and cut to their last four digits before a row is written.

A card number is 13 to 19 digits that begin as a payment network's numbers do, have its length and
the right check digit (ISO/IEC 7812, Luhn). It is written in one go, in groups of equal length of
which the last may be shorter, or as 4-6-5 or 4-6-4, separated by spaces, dashes or dots. A line may
break once within: numbers in lines of their own are several. Numbers beside it
(`4242 4242 4242 4242 12/27 123`) stay. Longer runs of digits without a gap are no cards,
and neither is an IBAN, an IMEI or a SIM's number, whatever its check digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

MASK = "•••• "

_SHORTEST, _LONGEST = 13, 19
_SEPARATORS = r"\s|[-‐‑‒–—―−－﹣.·・_\u00ad\u200b-\u200f\u2060\ufeff]"
_RUN = re.compile(rf"(?<![\d•])(?<!• )\d++(?:(?:{_SEPARATORS}){{1,3}}+\d++)*+")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Of two numbers, one in each line, none is a card.
_FEWEST_IN_LINES = 3
_GROUP = re.compile(r"\d+")
_COUNTRY = re.compile(r"(?<![^\W_])[A-Za-z]{2}\Z")
# How the numbers of each network begin, and how many digits they have.
_NETWORKS = (
    ("4", (13, 16, 19)),  # Visa
    ("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
    ("3[47]", (15,)),  # American Express
    ("30[0-59]|3[689]", (14, 16, 17, 18, 19)),  # Diners Club
    ("352[89]|35[3-8]", (16, 17, 18, 19)),  # JCB
    ("6|5[0678]", (16, 17, 18, 19)),  # Discover, UnionPay, Maestro, RuPay
    ("220[0-4]", (16, 17, 18, 19)),  # Mir
    ("9792|8[12]", (16,)),  # Troy, RuPay
)
_NETWORK = re.compile("|".join(f"({beginning})" for beginning, _ in _NETWORKS))


def mask_cards(text: str) -> str:
    """Every card number as `•••• 4242`; a text that has been masked stays as it is."""
    parts: list[str] = []
    position = 0
    for start, end in find_cards(text):
        parts += text[position:start], MASK, digits_of(text[start:end])[-4:]
        position = end
    return "".join(parts) + text[position:]


def find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole card numbers, in order; numbers that share digits are one span."""
    for run in _RUN.finditer(text):
        if len(run[0]) < _SHORTEST:
            continue
        groups = [
            (run.start() + group.start(), run.start() + group.end())
            for group in _GROUP.finditer(run[0])
        ]
        yield from _joined(_cards_in(text, groups[_groups_of_iban(text, groups) :]))


def has_iban_checksum(number: str) -> bool:
    """ISO 7064 mod 97-10 over ASCII letters and digits without separators."""
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def _cards_in(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cards in a run of groups, which is read once: a run may be as long as a message."""
    written = [digits_of(text[slice(*group)]) for group in groups]
    row, begins = "".join(written), [*accumulate(map(len, written), initial=0)]
    groups_until, sums = {end: count for count, end in enumerate(begins)}, _luhn_sums(row)
    for first, begin in enumerate(begins[:-1]):
        network = _NETWORK.match(row, begin)
        for length in _NETWORKS[(network.lastindex or 0) - 1][1] if network else ():
            end = begin + length
            last, checked = groups_until.get(end, 0), sums[end % 2]
            passes = last > 0 and (checked[end] - checked[begin]) % 10 == 0
            if passes and _grouped_as_card(text, groups[first:last]):
                yield groups[first][0], groups[last - 1][1]


def _luhn_sums(row: str) -> tuple[list[int], list[int]]:
    """Running sums of Luhn's check, for numbers that end at even places and at odd ones.

    In a number, every second digit from the last but one to the left counts double.
    """
    plain = [*map(int, row)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in plain]
    odd, even = [*plain], [*plain]
    odd[1::2], even[::2] = doubled[1::2], doubled[::2]
    return [*accumulate(even, initial=0)], [*accumulate(odd, initial=0)]


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


def _grouped_as_card(text: str, groups: list[tuple[int, int]]) -> bool:
    breaks = len(_LINE_BREAK.findall(text, groups[0][0], groups[-1][1]))
    if breaks > 1 or (breaks and len(groups) < _FEWEST_IN_LINES):
        return False
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
        number += digits_of(text[slice(*group)])
        if country and 15 <= len(number) <= 34 and has_iban_checksum(number):
            return count
    return 0


def digits_of(text: str) -> str:
    """The decimal digits of any script, in ASCII."""
    digits = "".join(filter(str.isdecimal, text))
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(d)) for d in digits)
