"""Postal addresses: a street with its number, and what follows it to the town and the country.

A street counts when a postcode follows, when the text speaks of delivering or living before it, or
when it is written with capitals and nothing but the end of a line or sentence comes after it, or
when it is the whole message, as an answer is. A town alone is no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.personal import address_forms as forms
from workers.text.personal.addresses_abroad import find_addresses_abroad
from workers.text.personal.ordinary_words import ORDINARY
from workers.text.spans import in_order

_DIGIT = re.compile(r"\d")
_CUE_BEFORE, _HEAD_BEFORE = 60, 60


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses, in order, without overlap; a text without a digit has none."""
    if not _DIGIT.search(text):
        return
    yield from in_order([*_streets(text), *_indian_chains(text), *find_addresses_abroad(text)])


def _streets(text: str) -> Iterator[tuple[int, int]]:
    for form, is_address in _FORMS:
        for street in form.finditer(text):
            tail = forms.TAIL.match(text, street.end())
            if tail and is_address(text, street, tail):
                yield _begin(text, street.start()), tail.end()


def _has_distinctive_postcode(text: str, street: re.Match[str], tail: re.Match[str]) -> bool:
    """Whether a postcode has letters and digits, such as `SW1A 1AA`, or stands with its state."""
    return bool(tail["distinctive"]) and tail["code"].isupper()


def _is_address(text: str, street: re.Match[str], tail: re.Match[str]) -> bool:
    names = (street.groupdict().get("name") or "").split()
    if any(name in ORDINARY and not forms.LINKING.fullmatch(name) for name in names):
        return False
    if tail["distinctive"] or tail["postcode"]:
        return True
    if forms.COUNTED.match(text, tail.end()):
        return False
    if forms.CUE_FOR_ADDRESS.search(text[max(0, street.start() - _CUE_BEFORE) : street.start()]):
        return True
    long_ones = [name for name in names if len(name) > 3] or names
    is_proper = all(name[0].isupper() for name in long_ones)
    is_whole = (street.start(), tail.end()) == (0, len(text))
    is_alone = is_whole and min(map(len, names), default=0) > 2
    return (is_proper or is_alone) and bool(forms.END.match(text, tail.end()))


def _begin(text: str, start: int) -> int:
    head = forms.HEAD.search(text[max(0, start - _HEAD_BEFORE) : start])
    return start - len(head[0]) if head else start


def _indian_chains(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in forms.INDIAN_CHAIN.finditer(text) if forms.INDIAN_PLACE.search(m[0]))


def _has_postcode(text: str, street: re.Match[str], tail: re.Match[str]) -> bool:
    return bool(tail["postcode"])


_FORMS = (
    *((form, _is_address) for form in forms.STREETS),
    *((form, _has_postcode) for form in forms.STREETS_WITHOUT_NUMBER),
    *((form, _has_distinctive_postcode) for form in forms.OPEN_STREETS),
)
