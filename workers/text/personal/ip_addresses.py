"""Finds addresses of devices on the internet, where the text calls them so.

Without the word, `84.12.33.7` is the version of something as often. Addresses that mean the same
device for everybody, or one in any home (`192.168.178.1`), are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

_CALLED = re.compile(r"(?<!\w)ipv?[46]?(?!\w)", re.IGNORECASE)
_RIGHT_BEFORE = re.compile(
    r"(?<!\w)ipv?[46]?(?:[ -]?\w{0,12}adr\w+|[ -]?address)?(?:[^\w\n]{1,3}\w{1,12}){0,2}"
    r"[^\w\n]{1,3}$",
    re.IGNORECASE,
)
_BEFORE = 60
_FORM = re.compile(
    r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)"
    r"|(?=[\da-f:]{0,39}:)[\da-f]{0,4}(?::{1,2}[\da-f]{1,4}){2,7}(?:::)?(?![\w:]))",
    re.IGNORECASE | re.ASCII,
)


def find_ip_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses, IPv4 and IPv6, in order."""
    if not _CALLED.search(text):
        return
    for match in _FORM.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _is_of_somebody(match[0]) and _RIGHT_BEFORE.search(before):
            yield match.span()


def _is_of_somebody(written: str) -> bool:
    try:
        return ip_address(written).is_global
    except ValueError:
        return False
