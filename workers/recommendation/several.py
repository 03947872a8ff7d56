"""Whether a turn asks several things: its intent is that of one of them, however sure it is."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
# What follows a question mark in an address is no question.
_ADDRESS = re.compile(r"(?:://|www\.)\S*")
# Of the sample's 1,841 examples and judged questions these are in six, which all ask for two
# things; `and is`, `and will` and `and would` mostly go on with the first. The words that begin a
# matter are in none, and in three of 10,003 questions of a bank.
_BESIDE = re.compile(
    r"\S\s+(?:and|plus)(?: also)?,? (?:how|when|where|what|which|why|who|can|could|do|does|did"
    r"|may|should)\b"
    r"|\balso,? (?:i|we|my|our)\b|\b(?:i|we)(?:'d| would|'ll| will)? also\b"
    r"|\b(?:another|second|one more|other) question\b"
    r"|[.!;,\n]\s*(?:(?:and|but|oh),? )?(?:also|besides|additionally|separately|secondly"
    r"|by the way|btw|on (?:another|a different) (?:note|topic)|(?:one more|another) thing)\b",
    re.IGNORECASE,
)


def asks_several(text: str) -> bool:
    """True for `How long does it take? And can I return it?` and `how do I return it and how long
    does that take`, not for `Hello? Where is it??`: a word alone is no matter of its own."""
    *asked, _ = _ADDRESS.sub(" ", text).split("?")
    marked = sum(len(_WORD.findall(each)) > 1 for each in asked)
    return marked > 1 or _BESIDE.search(text) is not None
