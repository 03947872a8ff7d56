"""Names of persons where people give them: in greetings, introductions and signatures.

A cue comes first (`Dear`, `my name is`, `Kind regards`), then what may be a name: words with
capitals, or any words where nothing but a name can follow the cue. A word that greetings and
sentences go on with ends a name. Every repetition is bounded, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workers.text import name_cues as cues
from workers.text.letters import UPPER
from workers.text.name_forms import (
    BREAK,
    BY,
    FROM,
    LINE_END,
    LINE_START,
    NAME,
    PARTICLE,
    PAUSE,
    PROPER,
    SIGN,
    START,
    TITLES,
    TWO_PROPER,
    WORDS,
)
from workers.text.names_abroad import find_names_abroad
from workers.text.ordinary_words import ORDINARY

_WORD = re.compile(r"[^\s]+")
_ENDS = re.compile(rf" ?(?:[,.!?:;/\n)-]|{SIGN}|$| (?:&|(?:and|und)\b))")
_GOES_ON = re.compile(
    rf" ?(?:[,.!;\n)]|{SIGN}|- |$|(?:from|again|here|speaking|calling|at|de|da|du|von|aus|uit|van"
    r"|z|из|з|від)\b)"
)
_AND = re.compile(r" (?:&|(?:and|und|et|y|e|en|i|och|og)\b)")
_NEXT_WORD = re.compile(r" ([\w']+)")

_SEVERAL_LINES = re.compile(r"[\n:=]|^-")
_CAPITAL_WITHIN = re.compile(rf"[\s(](?!I\b){UPPER}| here\b")

Judge = Callable[[str, re.Match[str]], tuple[int, int] | None]
Rule = tuple[re.Pattern[str], Judge]


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names, with the titles before them, in order, without overlap."""
    found = (judge(text, m) for pattern, judge in _rules_for(text) for m in pattern.finditer(text))
    spans = {*filter(None, found), *find_names_abroad(text)}
    position = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= position:
            yield start, end
            position = end


def _rules_for(text: str) -> Iterator[Rule]:
    """Most texts are one line without another capital than their first: few rules need to look."""
    yield from _RULES
    if _SEVERAL_LINES.search(text):
        yield from _RULES_OF_LINES
    if _CAPITAL_WITHIN.search(text):
        yield from _RULES_OF_CAPITALS


def _introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """Whatever follows, up to the first word that cannot be of a name."""
    return _trimmed(text, *match.span("name"))


def _surely_introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    span = match.span("name")
    return span if _is_full_name(text[slice(*span)].split()) else _trimmed(text, *span)


def _greeted(text: str, match: re.Match[str]) -> tuple[int, int] | None:
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


def _maybe_introduced(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    span = _trimmed(text, *match.span("name"))
    if not span or _is_acronym(text[slice(*span)]) or text[match.start() : span[1]].isupper():
        return None
    is_alone = " " not in text[slice(*span)]
    return None if is_alone and not _GOES_ON.match(text, span[1]) else span


def _signed(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """All of the line or nothing."""
    start, end = match.span("name")
    if _is_acronym(text[start:end]) or _COMPANY.search(text[start:end]):
        return None
    whole = _is_full_name(text[start:end].split()) or _trimmed(text, start, end) == (start, end)
    return (start, end) if whole else None


def _is_full_name(words: list[str]) -> bool:
    """Two or three words with capitals, of which one may be ordinary: `Will Smith`."""
    is_proper = len(words) in (2, 3) and all(map(_is_capitalised, words))
    return is_proper and any(word.casefold().strip(".") not in ORDINARY for word in words)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    kept = start
    for word in _WORD.finditer(text, start, end):
        if _INITIALS.fullmatch(word[0]):
            kept = word.end()
            continue
        folded = word[0].casefold().strip(".")
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
# `A.` and `I.` are no articles and no pronouns.
_INITIALS = re.compile(rf"(?:{UPPER}\.-?)+")
_COMPANY = re.compile(rf" {cues.COMPANY}\Z", re.IGNORECASE)


def _rule(pattern: str, judge: Judge) -> Rule:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE), judge


# Where nothing but a name can follow, in whatever case it is written.
_RULES = (
    _rule(
        rf"{START}(?:{cues.STRONG_GREETING}|{cues.WEAK_GREETING}) (?:i'm )?{NAME}",
        _greeted,
    ),
    _rule(rf"(?<!\w){cues.STRONG_INTRODUCTION}:? {NAME}", _surely_introduced),
    _rule(
        rf"(?<!\w){cues.STRONG_CLOSING}{FROM}{PAUSE}(?: |{BREAK}){BY}"
        rf"(?P<name>{TITLES}{WORDS}){LINE_END}",
        _signed,
    ),
)
_RULES_OF_LINES = (
    _rule(rf"{START}{cues.LABEL} ?[:=] ?(?P<name>{WORDS}){LINE_END}", _signed),
    _rule(
        rf"(?<!\w){cues.WEAK_CLOSING}{PAUSE}{BREAK}{BY}(?P<name>{TITLES}{WORDS})"
        rf"{LINE_END}",
        _signed,
    ),
    _rule(
        rf"(?<!\w){cues.THANKS}(?: [\w'-]{{1,24}}){{1,6}}{PAUSE}{BREAK}{BY}"
        rf"(?P<name>{TITLES}{PROPER}){LINE_END}",
        _signed,
    ),
    _rule(rf"{LINE_START}{cues.HEADER} ?: (?P<name>{TWO_PROPER}){LINE_END}", _signed),
    _rule(rf"(?P<name>{TWO_PROPER})(?= {cues.WROTE} ?:)", _signed),
    _rule(rf"(?<!\w){cues.WROTE_BEFORE} (?P<name>{TWO_PROPER})(?= ?:)", _signed),
    _rule(rf"^(?P<name>{TWO_PROPER})\n(?=(?:[\w.: ]{{0,12}})<(?:ADDRESS|PHONE|EMAIL)>)", _signed),
    _rule(rf"^- ?(?P<name>{PROPER})\Z", _signed),
    _rule(rf"^--\n(?P<name>{PROPER})$", _signed),
)
_RULES_OF_CAPITALS = (
    _rule(rf"(?<!\w){cues.HOLDER}:? (?P<name>{TITLES}{PROPER})", _introduced),
    _rule(
        rf"(?<!\w){cues.WEAK_INTRODUCTION} (?P<name>{TITLES}{PROPER})",
        _maybe_introduced,
    ),
    _rule(rf"(?<!\w)(?P<name>{cues.TITLE_OF_PERSON} {TITLES}{PROPER})", _introduced),
    _rule(
        rf"{START}{cues.WEAK_GREETING}, (?P<name>{TITLES}{PROPER})(?=[.,!?]|$)",
        _signed,
    ),
    _rule(rf"{START}{cues.LABEL} (?P<name>{PROPER}){LINE_END}", _signed),
    _rule(
        rf"(?<!\w){cues.WEAK_CLOSING}{PAUSE} (?:- ?)?(?P<name>{TITLES}{PROPER}){LINE_END}",
        _signed,
    ),
    _rule(rf"(?P<name>{TWO_PROPER})(?:, ?| |,?\n)(?=<ADDRESS>)", _signed),
    _rule(rf"(?P<name>{TWO_PROPER})[\"']? (?=<<EMAIL>>)", _signed),
    _rule(rf"{START}(?P<name>{PROPER})(?= here\b(?! (?:is|are)\b))", _signed),
    _rule(rf"(?<!\w)(?P<name>{TWO_PROPER})(?= mein name\b)", _signed),
)
