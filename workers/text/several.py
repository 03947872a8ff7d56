"""Whether a turn asks several things, whose intent is that of one of them, however sure it is; and
where one ends and the next begins."""

from __future__ import annotations

import re
from itertools import pairwise

from workers.text.cue_words import cue_words, words_of

_WORD = re.compile(r"[^\W_]+")
# What follows a question mark in an address is no question.
_ADDRESS = re.compile(r"(?:://|www\.)\S*")
_MARKS = re.compile(r"\?+")
# Of the sample's 1,841 examples and judged questions these are in six, which all ask for two
# things; `and is`, `and will` and `and would` mostly go on with the first. The words that begin a
# matter are in none, and in three of 10,003 questions of a bank.
BESIDE = re.compile(
    r"(?<=\S)\s+(?:and|plus)(?: also)?,? (?:how|when|where|what|which|why|who|can|could|do|does|did"
    r"|may|should)\b"
    r"|\balso,? (?:i|we|my|our)\b|\b(?:i|we)(?:'d| would|'ll| will)? also\b"
    r"|\b(?:another|second|one more|other) question\b"
    r"|\b(?:two|three|four|several|few|some|couple of)(?: \w+)? questions\b"
    r"|(?<=[.!;,\n])\s*(?:(?:and|but|oh),? )?(?:also|besides|additionally|separately|secondly"
    r"|by the way|btw|on (?:another|a different) (?:note|topic)|(?:one more|another) thing)\b",
    re.IGNORECASE,
)
BESIDE_CUES = cue_words(
    """
    and plus also question questions besides additionally separately secondly way btw note topic
    thing
    """
)
# With fewer words, a piece of a text is a greeting, or leans on what was asked before.
FEWEST_WORDS = 3


def asks_several(text: str) -> bool:
    """True for `How long does it take? And can I return it?` and `how do I return it and how long
    does that take`, not for `Hello? Where is it??`: a word alone is no matter of its own."""
    may_go_on = not BESIDE_CUES.isdisjoint(words_of(text))
    if not may_go_on and text.count("?") < 2:
        return False
    readable = _hide_addresses(text)
    *asked, _ = readable.split("?")
    marked = sum(len(_WORD.findall(each)) > 1 for each in asked)
    return marked > 1 or (may_go_on and BESIDE.search(readable) is not None)


def split_several(text: str) -> list[str]:
    """The pieces of a text that asks several things, each up to the next: `how do I return it` and
    `and how long does that take`. None of a text that asks one."""
    if not asks_several(text):
        return []
    readable = _hide_addresses(text)
    ends = {mark.end() for mark in _MARKS.finditer(readable)}
    beginnings = {beside.start() for beside in BESIDE.finditer(readable)}
    cuts = sorted({0, len(text)} | ends | beginnings)
    pieces = (text[start:end].strip() for start, end in pairwise(cuts))
    kept = [piece for piece in pieces if len(_WORD.findall(piece)) >= FEWEST_WORDS]
    return kept if len(kept) > 1 else []


def _hide_addresses(text: str) -> str:
    """The text with spaces for web addresses, as long as before."""
    return _ADDRESS.sub(lambda address: " " * len(address[0]), text)
