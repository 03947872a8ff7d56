"""Days, times of day and durations in words: one grammar, the words of seven languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import cache, partial

from dateutil.relativedelta import relativedelta

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import Entity
from workers.inference.entities.calendar_words import WORDS, CalendarWords
from workers.inference.entities.clock_words import CLOCKS, ClockWords
from workers.inference.entities.days_of_months import read_days, read_days_alone
from workers.inference.entities.number_words import SPOKEN_TENS, read_number
from workers.inference.entities.phrases import Phrase, Reading, choice, chosen, compile_phrase
from workers.inference.entities.spoken_clock import read_hours, read_parts
from workers.inference.entities.when import When
from workers.text.cue_words import fold_case

_SPAN = ("minute", "hour", "day", "week", "month", "year")
_ISO_UNITS = {"minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}


@dataclass(frozen=True)
class _Grammar:
    """The groups of `trigger` are kinds of words; `readers` of a kind run where its words occur.

    `trigger` is for texts in lower case, which are searched in half the time.
    """

    trigger: re.Pattern[str]
    readers: Mapping[str, tuple[Phrase, ...]]


def find_spoken(text: str, when: When) -> Iterator[Entity]:
    """Entities in no order; they may overlap."""
    folded = fold_case(text)
    for grammar in _grammars(when.language):
        kinds = {match.lastgroup or "" for match in grammar.trigger.finditer(folded)}
        for kind, readers in grammar.readers.items():
            if kind in kinds:
                yield from _read(text, readers, when)


def _read(text: str, readers: tuple[Phrase, ...], when: When) -> Iterator[Entity]:
    for pattern, read in readers:
        for match in pattern.finditer(text):
            try:
                label, value = read(match, when)
            except (ValueError, OverflowError):  # 30 February, or past the year 9999
                continue
            yield Entity(label=label, start=match.start(), end=match.end(), value=value)


@cache
def _grammars(language: str) -> tuple[_Grammar, ...]:
    """The grammar of the language and of English.

    Where the language is unknown, those of all languages without short forms and false friends.
    """
    if language == UNKNOWN_LANGUAGE:
        return tuple(_grammar(name, in_full=name != "en") for name in WORDS)
    return tuple(_grammar(name) for name in dict.fromkeys((language, "en")) if name in WORDS)


@cache
def _grammar(language: str, *, in_full: bool = False) -> _Grammar:
    words = WORDS[language]
    months = tuple(map(_in_full, words.months)) if in_full else words.months
    is_mistaken = in_full and language in _FALSE_FRIENDS
    days = {} if is_mistaken else words.days
    clock = ClockWords() if is_mistaken else CLOCKS[language]
    triggers = {
        "figure": (
            rf"\d{{1,2}}(?:(?:[.:]\d\d)? ?{words.hours}(?:\d\d)?|{words.ordinal or words.hours})",
        ),
        "part": clock.triggers,
        "month": months,
        "named": tuple(days),
        "weekday": (*words.weekdays, words.weekend),
        "unit": tuple(words.units[unit] for unit in ("minute", "hour", "day")),
        "span": tuple(words.units[unit] for unit in ("week", "month", "year")),
    }
    groups = "|".join(f"(?P<{kind}>{'|'.join(each)})" for kind, each in triggers.items() if each)
    counted, beside = tuple(_counted(words)), tuple(_beside(words))
    return _Grammar(
        re.compile(rf"(?<![^\W\d])(?:{groups})(?!\w)"),
        {
            "figure": (*read_hours(words.hours, clock), *read_days_alone(words)),
            "part": tuple(read_parts(clock)),
            "month": tuple(read_days(language, words, months)),
            "named": tuple(_named_days(days)),
            "weekday": beside,
            "unit": counted,
            "span": (*counted, *beside),
        },
    )


# `hier` is here, `morgen` is morning and `half` is half to their neighbours.
_FALSE_FRIENDS = frozenset({"fr", "nl"})


def _in_full(words: str) -> str:
    return words.replace(")?", ")")


def _counted(words: CalendarWords) -> Iterator[Phrase]:
    numbers = "|".join(sorted(words.numbers, key=len, reverse=True))
    units = "|".join(f"(?P<{name}>{words.units[name]})" for name in _SPAN)
    counted = rf"(?P<count>\d{{1,3}}|{numbers}|{SPOKEN_TENS})[ -]?(?:{units})\b"
    read = partial(_relative, words)
    for templates, sign in ((words.ago, -1), (words.ahead, 1)):
        for template in templates:
            yield compile_phrase(template.replace("{}", counted)), partial(read, sign)
    yield compile_phrase(counted), partial(_duration, words)


def _count(words: CalendarWords, match: re.Match[str]) -> tuple[int, str]:
    written = match["count"].lower()
    unit = next(name for name in _SPAN if match[name])
    if written.isdecimal():
        return int(written), unit
    own = (count for word, count in words.numbers.items() if re.fullmatch(word, written))
    return next(own, None) or read_number(written), unit


def _relative(words: CalendarWords, sign: int, match: re.Match[str], when: When) -> Reading:
    """So many units ago or ahead: for minutes and hours a time, for longer units a day."""
    count, unit = _count(words, match)
    label = "datetime" if unit in ("minute", "hour") else "date"
    if when.now is None:
        return label, None
    if label == "datetime":
        # In UTC, so that an hour stays an hour when clocks change.
        moment = when.now.astimezone(UTC) + timedelta(**{f"{unit}s": sign * count})
        return label, when.stamp(moment.astimezone(when.now.tzinfo))
    return label, (when.now.date() + _DAYS[unit](sign * count)).isoformat()


def _duration(words: CalendarWords, match: re.Match[str], when: When) -> Reading:
    count, unit = _count(words, match)
    clock = "T" if unit in ("minute", "hour") else ""
    return "duration", f"P{clock}{count}{_ISO_UNITS[unit]}"


def _named_days(days: dict[str, int]) -> Iterator[Phrase]:
    for phrase, offset in days.items():
        yield compile_phrase(phrase), partial(_named, offset)


def _named(offset: int, match: re.Match[str], when: When) -> Reading:
    return "date", (when.today + timedelta(days=offset)).isoformat() if when.today else None


def _beside(words: CalendarWords) -> Iterator[Phrase]:
    """Last, this or next weekday, weekend, week, month or year."""
    weekdays = choice(words.weekdays, "d")
    spans = "|".join(f"(?P<{name}>{words.units[name]})" for name in ("week", "month", "year"))
    what = rf"(?:{weekdays}|(?P<weekend>{words.weekend})|{spans})\b"
    for templates, shift in ((words.last, -1), (words.this, 0), (words.next, 1)):
        for template in templates:
            yield compile_phrase(template.replace("{}", what)), partial(_shifted, shift)
    yield compile_phrase(choice(tuple(map(_in_full, words.weekdays)), "d")), _weekday


def _weekday(match: re.Match[str], when: When) -> Reading:
    """A weekday alone has no value: it may be past or future."""
    return "date", None


def _shifted(shift: int, match: re.Match[str], when: When) -> Reading:
    today, named = when.today, match.groupdict()
    if today is None:
        return "date", None
    for unit, read in _UNITS.items():
        if named[unit]:
            return "date", read(today, shift)
    ahead = (chosen(match, "d") - today.weekday()) % 7
    days = {-1: ahead - 7, 0: ahead, 1: ahead or 7}[shift]
    return "date", (today + timedelta(days=days)).isoformat()


def _week(today: date, shift: int) -> str:
    year, week, _ = (today + timedelta(weeks=shift)).isocalendar()
    return f"{year}-W{week:02}"


def _weekend(today: date, shift: int) -> str:
    saturday = today + timedelta(days=5 - today.weekday(), weeks=shift)
    return f"{saturday}/{saturday + timedelta(days=1)}"


def _calendar_month(today: date, shift: int) -> str:
    return f"{today + relativedelta(months=shift):%Y-%m}"


def _year(today: date, shift: int) -> str:
    return f"{today.year + shift:04}"


_UNITS: Mapping[str, Callable[[date, int], str]] = {
    "week": _week,
    "weekend": _weekend,
    "month": _calendar_month,
    "year": _year,
}

_DAYS: Mapping[str, Callable[[int], timedelta | relativedelta]] = {
    "day": lambda count: timedelta(days=count),
    "week": lambda count: timedelta(weeks=count),
    "month": lambda count: relativedelta(months=count),
    "year": lambda count: relativedelta(years=count),
}
