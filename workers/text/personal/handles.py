"""Finds the names under which people are known in social networks: `my Instagram is @jo.b`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANDLE = re.compile(r"(?<![\w@./])@\w[\w.]{0,28}\w")
_NETWORK = re.compile(
    r"\b(?:insta(?:gram)?|twitter|tik ?tok|telegram|snap(?:chat)?|discord|threads|blue ?sky"
    r"|mastodon|facebook|messenger|skype|youtube|twitch|line|signal|vk|weibo|(?:user ?)?name"
    r"|user|handle|benutzername|pseudo|usuario|utente)\b[^\n.!?@]{0,20}$",
    re.IGNORECASE,
)
# The company's own are nobody's.
_YOURS = re.compile(
    r"\b(?:yours?|official|eure?[mnrs]?|ihre?[mnrs]?|votre|vuestr[oa]|tu|vostr[oa]|jullie)\b",
    re.IGNORECASE,
)
_BEFORE = 40


def find_handles(text: str) -> Iterator[tuple[int, int]]:
    """Spans of handles with their sign, in order, right behind a word for a network or a name."""
    if "@" not in text:
        return
    for match in _HANDLE.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _NETWORK.search(before) and not _YOURS.search(before):
            yield match.span()
