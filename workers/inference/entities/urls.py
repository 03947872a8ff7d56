"""Addresses of web pages, with and without their scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from workers.contracts.payloads import Entity

# A URL without scheme must end with one of these: `e.g.` and `file.txt` are none.
_DOMAINS = (
    "com|net|org|info|biz|io|co|app|dev|shop|store|online|site|eu|uk|de|at|ch|fr|be|nl|es|it|pt|pl"
    "|se|no|dk|fi|ie|us|ca|au|in|br|mx|jp"
)
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}"
_URL = re.compile(
    rf"(?<![\w@./-])(?:https?://[^\s<>\"'`{{}}|\\^]{{1,2000}}"
    rf"|(?:www\.{_HOST}[^\W\d_]{{2,24}}|{_HOST}(?:{_DOMAINS}))\b(?![\w@.-]*@)(?:[:/?#][^\s<>\"'`{{}}|\\^]{{0,2000}})?)",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "["}


def find_urls(text: str) -> Iterator[Entity]:
    """`value`: scheme and host in small letters; `https` where none was written."""
    if "." not in text and "://" not in text:
        return
    for match in _URL.finditer(text):
        url = _trimmed(match[0])
        if value := _normalised(url):
            yield Entity(
                label="url", start=match.start(), end=match.start() + len(url), value=value
            )


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it."""
    while url[-1] in ".,:;!?*_~)]":
        opening = _CLOSING.get(url[-1])
        if opening and url.count(opening) >= url.count(url[-1]):
            break
        url = url[:-1]
    return url


def _normalised(url: str) -> str | None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:  # brackets, but no IPv6 address
        return None
    return parts._replace(netloc=parts.netloc.lower()).geturl() if parts.hostname else None
