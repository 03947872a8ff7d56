"""Finds e-mail addresses: as machines read them, as hurried people type them, and in words.

`jo @ mail.example`, `jo@gmail` and `jo (at) mail (dot) example` all reach somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.contracts import spelt_signs as signs
from workers.text.cue_words import words_of
from workers.text.personal.ordinary_words import ORDINARY
from workers.text.spans import in_order

_AT_DOMAIN = re.compile(r"(?:@|%40)(?:[\w-]++\.)+[\w-]*[^\W\d_][\w-]*")
# Letters of any script, for internationalised addresses; no `=`, `/` or `&`: URLs hold addresses.
_LOCAL_PART_BACKWARDS = re.compile(r"[\w.+'-]*[\w+]")

_PROVIDER = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|web|aol|live|proton(?:mail)?|orange"
    r"|free|libero|wp|mail|yandex|naver|qq)"
)
_WHO = r"(?<![\w@.])(?P<who>[\w+-](?:[\w.+'-]{0,62}[\w+-])?)"
# With a slip: spaces beside the sign, a comma for the dot, or a provider's name alone.
_SLIPPED = re.compile(
    rf"{_WHO}(?:(?: @ ?|@ )(?=[\w-]*[^\W\d])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.[a-z]{{2,24}}"
    r"| ?@ ?[\w-]{1,63},(?:com|net|org|de|fr|es|it|nl|pl|pt|at|ch|co\.uk)"
    r"|@(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx)(?!\.\w))(?![\w@])",
    re.IGNORECASE,
)
_AT, _SAID_AT, _DOT = (f"(?:{words})" for words in (signs.AT, signs.SAID_AT, signs.DOT))
# After a bare `at`: `at this point it …` goes on in English.
_DOT_AFTER_AT = r"(?:dot|punkt|punto|ponto)"
_JOINED = rf"(?: (?:{signs.DOT}|{signs.UNDERSCORE}|{signs.DASH}) [\w+-]{{1,30}}){{0,3}}"
# What tells cheaply that an address may be spelt out: one of these words, `[@]` or `(a)`.
_AT_WORDS = frozenset({"at", "ät", *signs.SAID_AT.split("|")})
_SPELT_AT = re.compile(
    rf"[(\[{{] ?{_AT} ?[)\]}}]|\w\(a\)\w| {_SAID_AT} "
    rf"| at (?=[\w-]+ {_DOT_AFTER_AT} |{_PROVIDER}\.)",
    re.IGNORECASE,
)
_SPELT_OUT = re.compile(
    rf"{_WHO}{_JOINED}"
    rf"(?:(?: ?[(\[{{] ?{_AT} ?[)\]}}] ?|\(a\)| {_SAID_AT} )[\w-]{{1,63}}"
    rf"(?:(?: ?[(\[{{] ?{_DOT} ?[)\]}}] ?| {_DOT} |\.)[\w-]{{2,24}}){{1,4}}"
    rf"| at [\w-]{{1,63}}(?: {_DOT_AFTER_AT} [\w-]{{2,24}}){{0,3}} {_DOT_AFTER_AT} [a-z]{{2,6}}"
    rf"| at {_PROVIDER}\.[a-z]{{2,6}})(?!\w)",
    re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses in the form that mail is sent to, in order."""
    position = 0
    for at in _AT_DOMAIN.finditer(text):
        before = text[position : at.start()]
        if local_part := _LOCAL_PART_BACKWARDS.match(before[::-1]):
            yield at.start() - local_part.end(), at.end()
        position = at.end()


def find_loose_emails(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses with a slip, or in words, in order without overlap.

    `Look at this dot com` is none: what stands before the sign is an ordinary word.
    """
    forms = []
    if "@" in text:
        forms.append(_SLIPPED)
    may_be_spelt = "@" in text or "(" in text or not _AT_WORDS.isdisjoint(words_of(text))
    if may_be_spelt and _SPELT_AT.search(text):
        forms.append(_SPELT_OUT)
    return in_order(span for form in forms for span in _find(form, text))


def _find(form: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    matches = (match for match in form.finditer(text) if match["who"].casefold() not in ORDINARY)
    return (match.span() for match in matches)
