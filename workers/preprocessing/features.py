"""Counts what the shape of a message shows without a model."""

from __future__ import annotations

import re

from workers.contracts.payloads import TextFeatures
from workers.preprocessing.person_requests import asks_for_person
from workers.text.placeholders import PLACEHOLDER

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_MARKS = re.compile(r"[?؟!]+")


def describe(text: str) -> TextFeatures:
    """Count on normalised, redacted text.

    A run of marks such as `?!?` is one question; every exclamation mark counts. A text written
    without spaces between its words counts as few words. Placeholders count as nothing.
    """
    text = PLACEHOLDER.sub(" ", text)
    words = _WORD.findall(text)
    return TextFeatures(
        words=len(words),
        questions=sum(marks != "!" * len(marks) for marks in _MARKS.findall(text)),
        exclamations=text.count("!"),
        shouting=_shouting(words),
        asks_for_person=asks_for_person(text),
    )


def _shouting(words: list[str]) -> float:
    """The share of letters that are in words of capitals, among words of three letters or more.

    Shorter words, and codes with digits, are as often abbreviations as shouts.
    """
    if not any(map(str.isupper, words)):
        return 0.0
    spoken = [word for word in words if len(word) > 2 and word.replace("'", "").isalpha()]
    letters = sum(map(len, spoken))
    return sum(len(word) for word in spoken if word.isupper()) / letters if letters else 0.0
