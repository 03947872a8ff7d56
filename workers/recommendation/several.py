"""Whether a turn asks several things: its intent is that of one of them, however sure it is."""

from __future__ import annotations

import re

_MARK = re.compile(r"[?\u061f]")
# What follows a question mark in an address is no question.
_ADDRESS = re.compile(r"\S*(?:://|www\.)\S*")


def asks_several(text: str) -> bool:
    """True for `How long does it take? And can I return it?`, not for `Where is it?? Hello`."""
    *asked, _ = _MARK.split(_ADDRESS.sub(" ", text))
    return sum(any(map(str.isalnum, each)) for each in asked) > 1
