"""Decides whether the words behind a cue are a name, and where it ends.

Each judge takes the text and the match of a rule, whose group `name` is the candidate.
"""

from __future__ import annotations

import re

from workers.text.letters import UPPER
from workers.text.personal import name_cues as cues
from workers.text.personal.name_forms import PARTICLE, SIGN
from workers.text.personal.ordinary_words import ORDINARY
from workers.text.personal.phone_words import PHONE

_WORD = re.compile(r"[^\s]+")
_ENDS = re.compile(rf" ?(?:[,.!?:;/\n)-]|{SIGN}|$| (?:&|(?:and|und)\b))")
_GOES_ON = re.compile(
    rf" ?(?:[,.!;\n)]|{SIGN}|- |$|(?:from|again|here|speaking|calling|at|yesterday|who|de|da|du|von"
    r"|aus|uit|van|z|из|з|від)\b)"
)
_AND = re.compile(r" (?:&|(?:and|und|et|y|e|en|i|och|og)\b)")
_NEXT_WORD = re.compile(r" ([\w']+)")


def introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """For cues that only a name follows: up to the first word that cannot be in a name."""
    return _trimmed(text, *match.span("name"))


def related(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """For words that need capitals: no name where the whole text is in capitals."""
    return None if match[0].isupper() else introduced(text, match)


def surely_introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """Two or three capitalised words are a name, even ordinary ones."""
    span = match.span("name")
    return span if _is_full_name(text[slice(*span)].split()) else _trimmed(text, *span)


def greeted(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """A name where it ends the greeting, or the sentence goes on as after a name."""
    span = _trimmed(text, *match.span("name"))
    if not span or _is_for_group(text, span[1]):
        return None
    titled = _TITLED.match(text, *span)
    if titled:
        return span
    following = _NEXT_WORD.match(text, span[1])
    followers = cues.ASKING if match["lower"] else cues.FOLLOWERS
    goes_on = following and following[1].casefold() in followers
    return span if goes_on or _ENDS.match(text, span[1]) else None


def maybe_introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """A name where it cannot be what somebody is or feels: `I am Anna`, not `I am furious`."""
    span = _trimmed(text, *match.span("name"))
    if not span or _is_acronym(text[slice(*span)]) or text[match.start() : span[1]].isupper():
        return None
    is_alone = " " not in text[slice(*span)]
    return None if is_alone and not _GOES_ON.match(text, span[1]) else span


def signed(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """A name where it is the whole line."""
    start, end = match.span("name")
    if _is_acronym(text[start:end]) or _COMPANY.search(text[start:end]):
        return None
    whole = _is_full_name(text[start:end].split()) or _trimmed(text, start, end) == (start, end)
    return (start, end) if whole else None


def beside_contact(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """A name beside contact details; `Mobile <PHONE>` has none."""
    words = match["name"].split()
    return None if any(map(_CONTACT_WORD.fullmatch, words)) else signed(text, match)


def _is_full_name(words: list[str]) -> bool:
    """Two or three capitalised words, of which one may be ordinary: `Will Smith`."""
    is_proper = len(words) in (2, 3) and all(map(_is_capitalised, words))
    return is_proper and any(word.casefold().strip(".,") not in ORDINARY for word in words)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    kept = start
    for word in _WORD.finditer(text, start, end):
        if _INITIALS.fullmatch(word[0]):
            kept = word.end()
            continue
        folded = word[0].casefold().strip(".,")
        if _PARTICLES.fullmatch(folded) or _TITLED.fullmatch(word[0]):
            continue
        if folded in cues.BRANDS:
            break
        if folded in ORDINARY and not (kept > start and _ends_name(text, word)):
            break
        kept = word.end()
    return (start, kept) if kept > start else None


def _ends_name(text: str, word: re.Match[str]) -> bool:
    """Whether an ordinary word may be a family name: `Dear Ann Price, …`."""
    is_proper = _is_capitalised(word[0]) and word[0].casefold() not in cues.GROUPS
    return is_proper and bool(_ENDS.match(text, word.end()))


def _is_for_group(text: str, end: int) -> bool:
    following = text[end : end + 40].partition("\n")[0].casefold().split()[:2]
    return not _AND.match(text, end) and any(w.strip(",.!") in cues.GROUPS for w in following)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) <= 4 and "." not in name


_TITLED = re.compile(rf"{cues.TITLE}", re.IGNORECASE)
_PARTICLES = re.compile(PARTICLE)
# `A.` and `I.` are initials, neither article nor pronoun.
_INITIALS = re.compile(rf"(?:{UPPER}\.-?)+")
_CONTACT_WORD = re.compile(rf"{PHONE}|e?-?mail\w*|correo|[ck]onta[ck]?t\w*|num\w*", re.IGNORECASE)
_COMPANY = re.compile(rf" {cues.COMPANY}\Z", re.IGNORECASE)
