"""Finds names of persons in greetings, introductions and signatures, and in social networks.

A cue comes first (`Dear`, `my name is`, `Kind regards`), then a candidate: capitalised words, or
any words where only a name can follow the cue. Ordinary words, with which sentences go on, end a
name. Every repetition is bounded, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from workers.text.cue_words import words_of
from workers.text.letters import UPPER
from workers.text.personal import name_cue_words as words
from workers.text.personal import name_cues as cues
from workers.text.personal.handles import find_handles
from workers.text.personal.name_forms import (
    BREAK,
    BY,
    FROM,
    LINE_END,
    LINE_START,
    NAME,
    PAUSE,
    PROPER,
    SIGN,
    START,
    TITLES,
    TWO_PROPER,
    WORDS,
)
from workers.text.personal.name_judges import (
    beside_contact,
    greeted,
    introduced,
    maybe_introduced,
    related,
    signed,
    surely_introduced,
)
from workers.text.personal.names_abroad import find_names_abroad
from workers.text.spans import in_order

_SEVERAL_LINES = re.compile(r"[\n:=]|^-")
_CAPITAL_WITHIN = re.compile(rf"[\s(](?!I\b){UPPER}| here\b")

Judge = Callable[[str, re.Match[str]], tuple[int, int] | None]


class Rule(NamedTuple):
    """`cues`: words of which each match has one; where there are none, every text is searched."""

    pattern: re.Pattern[str]
    judge: Judge
    cues: frozenset[str]


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names, with the titles before them, in order, without overlap."""
    rules = _rules_for(text)
    found = (rule.judge(text, match) for rule in rules for match in rule.pattern.finditer(text))
    return in_order([*filter(None, found), *find_names_abroad(text), *find_handles(text)])


def _rules_for(text: str) -> Iterator[Rule]:
    """The rules that can match: for a single line with no capital but its first, only a few."""
    rules = [*_RULES]
    if _SEVERAL_LINES.search(text):
        rules += _RULES_OF_LINES
    if _CAPITAL_WITHIN.search(text):
        rules += _RULES_OF_CAPITALS
    said = words_of(text)
    return (rule for rule in rules if not (rule.cues and rule.cues.isdisjoint(said)))


def _rule(pattern: str, judge: Judge, cues: frozenset[str] = frozenset()) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE | re.MULTILINE), judge, cues)


# Cues that only a name can follow, capitalised or not.
_RULES = (
    _rule(
        rf"{START}(?:{cues.STRONG_GREETING}|{cues.WEAK_GREETING}) (?:{SIGN}{{1,4}} )?(?:i'm )?"
        rf"{NAME}",
        greeted,
        words.GREETING,
    ),
    _rule(rf"(?<!\w){cues.STRONG_INTRODUCTION}:? {NAME}", surely_introduced, words.INTRODUCTION),
    _rule(
        rf"(?<!\w){cues.STRONG_CLOSING}{FROM}{PAUSE}(?: |{BREAK}){BY}"
        rf"(?P<name>{TITLES}{WORDS}){LINE_END}",
        signed,
        words.CLOSING,
    ),
)
_RULES_OF_LINES = (
    # In forms the family name stands first: `Name: Okafor, Ada`.
    _rule(
        rf"{START}{cues.LABEL} ?[:=] ?(?P<name>{WORDS}|{PROPER}, {PROPER}){LINE_END}",
        signed,
        words.LABEL,
    ),
    _rule(
        rf"(?<!\w){cues.WEAK_CLOSING}{PAUSE}{BREAK}{BY}(?P<name>{TITLES}{WORDS})"
        rf"{LINE_END}",
        signed,
        words.WEAK_CLOSING,
    ),
    _rule(
        rf"(?<!\w){cues.THANKS}(?: [\w'-]{{1,24}}){{1,6}}{PAUSE}{BREAK}{BY}"
        rf"(?P<name>{TITLES}{PROPER}){LINE_END}",
        signed,
        words.THANKS,
    ),
    _rule(rf"{LINE_START}{cues.HEADER} ?: (?P<name>{TWO_PROPER}){LINE_END}", signed),
    _rule(rf"(?<!\w){cues.WROTE_BEFORE} (?P<name>{TWO_PROPER})(?= ?:)", signed),
    _rule(rf"^(?P<name>{TWO_PROPER})\n(?=(?:[\w.: ]{{0,12}})<(?:ADDRESS|PHONE|EMAIL)>)", signed),
    _rule(rf"^- ?(?P<name>{PROPER})\Z", signed),
    _rule(rf"^--\n(?P<name>{PROPER})$", signed),
)
_RULES_OF_CAPITALS = (
    _rule(rf"(?<!\w){cues.RELATIVE} (?P<name>{PROPER})", related, words.RELATIVE),
    _rule(rf"(?<!\w){cues.HOLDER}:? (?P<name>{TITLES}{PROPER})", introduced, words.HOLDER),
    _rule(
        rf"(?<!\w){cues.WEAK_INTRODUCTION} (?P<name>{TITLES}{PROPER})",
        maybe_introduced,
    ),
    _rule(rf"(?<!\w)(?P<name>{cues.TITLE_OF_PERSON} {TITLES}{PROPER})", introduced, words.TITLE),
    _rule(
        rf"{START}{cues.WEAK_GREETING}, (?P<name>{TITLES}{PROPER})(?=[.,!?]|$)",
        signed,
        words.GREETING,
    ),
    _rule(rf"{START}{cues.THANKS},? (?P<name>{TITLES}{PROPER})(?=[,.!?])", signed, words.THANKS),
    _rule(
        rf"(?<!\w)(?:spoke|spoken|speaking|talked|chatted) (?:to|with) (?P<name>{TITLES}{PROPER})",
        maybe_introduced,
        words.SPOKE,
    ),
    _rule(rf"{START}{cues.LABEL} (?:- )?(?P<name>{PROPER}){LINE_END}", signed, words.LABEL),
    _rule(
        rf"(?<!\w){cues.STRONG_CLOSING}{PAUSE}(?: |{BREAK}){BY}(?P<name>{TITLES}{TWO_PROPER})(?=,)",
        signed,
        words.CLOSING,
    ),
    _rule(
        rf"(?<!\w){cues.WEAK_CLOSING}{PAUSE} (?:- ?)?(?P<name>{TITLES}{PROPER}){LINE_END}",
        signed,
        words.WEAK_CLOSING,
    ),
    # One rule, because capitals are many, and reading all of them takes its time.
    _rule(
        rf"(?P<name>{TWO_PROPER})(?=(?:, ?| |,?\n)<ADDRESS>|[\"']? <<EMAIL>>| {cues.WROTE} ?:"
        r"| mein name\b)",
        signed,
        words.BESIDE_CONTACT,
    ),
    _rule(rf"{START}(?P<name>{PROPER})(?=,?[ \n]<(?:PHONE|EMAIL)>)", beside_contact, words.CONTACT),
    _rule(
        rf"<(?:PHONE|EMAIL|ADDRESS)>[,.!]{{0,2}}[ \n](?P<name>{PROPER}){LINE_END}",
        beside_contact,
        words.CONTACT,
    ),
    _rule(rf"{START}(?P<name>{PROPER})(?= here\b(?! (?:is|are)\b))", signed, words.HERE),
)
