"""Times of day in words, and durations in halves and quarters of an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from functools import partial

from workers.inference.entities.clock_words import HOURS, ClockWords
from workers.inference.entities.phrases import Phrase, Reading, compile_phrase
from workers.inference.entities.when import When

_HOUR = rf"(?P<hour>\d{{1,2}}|(?:{'|'.join(sorted(HOURS, key=len, reverse=True))})\b)"
_NOON = 12


def read_hours(hours: str, clock: ClockWords) -> Iterator[Phrase]:
    """`3 o'clock`, `14h30`; `hours`: the language's word for o'clock."""
    minute = r"(?:[.:](?P<minute>\d\d))?"
    yield (
        compile_phrase(rf"(?P<hour>\d{{1,2}}){minute} ?{hours}(?P<past>\d\d)?{_later(clock)}"),
        _read_hour,
    )


def read_parts(clock: ClockWords) -> Iterator[Phrase]:
    """`half past two`, `quarter to nine`, `noon`, `half an hour`."""
    for template, minutes in clock.parts.items():
        phrase = compile_phrase(template.replace("{}", _HOUR) + _later(clock))
        yield phrase, partial(_read_part, minutes)
    for label, values in (("time", clock.moments), ("duration", clock.spans)):
        for words, value in values.items():
            yield compile_phrase(words), partial(_read_as, label, value)


def _later(clock: ClockWords) -> str:
    return rf"(?: ?(?P<later>{clock.later}))?"


def _read_hour(match: re.Match[str], when: When) -> Reading:
    minute = match["minute"] or match["past"] or 0
    return "time", _tell(int(match["hour"]), int(minute), match)


def _read_part(minutes: int, match: re.Match[str], when: When) -> Reading:
    """A quarter to one is 12:45."""
    hour = HOURS.get(match["hour"].lower()) or int(match["hour"])
    if not 1 <= hour <= _NOON:
        raise ValueError
    if minutes < 0:
        hour = (hour - 1) or _NOON
    return "time", _tell(hour, minutes % 60, match)


def _read_as(label: str, value: str, match: re.Match[str], when: When) -> Reading:
    return label, value


def _tell(hour: int, minute: int, match: re.Match[str]) -> str:
    later = _NOON if match["later"] and hour < _NOON else 0
    return time(hour + later, minute).isoformat("minutes")
