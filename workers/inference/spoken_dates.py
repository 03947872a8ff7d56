"""Days, times of day and durations in words: one grammar, the words of seven languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta
from functools import cache, partial

from dateutil.relativedelta import relativedelta

from workers.contracts import UNKNOWN_LANGUAGE, Entity
from workers.inference.calendar_words import WORDS, CalendarWords
from workers.inference.when import When

_NOT_INSIDE = r"(?<![\w./-])"
_NOT_BEFORE = r"(?![\w/-]|\.\d)"
_SPAN = ("minute", "hour", "day", "week", "month", "year")
_ISO_UNITS = {"minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}

Reading = tuple[str, str | None]
Reader = Callable[[re.Match[str], When], Reading]


@dataclass(frozen=True)
class _Grammar:
    """The groups of `trigger` are kinds of words; `readers` of a kind run where one of them is."""

    trigger: re.Pattern[str]
    readers: Mapping[str, tuple[tuple[re.Pattern[str], Reader], ...]]


def find_spoken(text: str, when: When) -> Iterator[Entity]:
    """Entities in no order; they may overlap."""
    for grammar in _grammars(when.language):
        kinds = {match.lastgroup or "" for match in grammar.trigger.finditer(text)}
        for kind, readers in grammar.readers.items():
            if kind in kinds:
                yield from _read(text, readers, when)


def _read(
    text: str, readers: tuple[tuple[re.Pattern[str], Reader], ...], when: When
) -> Iterator[Entity]:
    for pattern, read in readers:
        for match in pattern.finditer(text):
            try:
                label, value = read(match, when)
            except (ValueError, OverflowError):  # 30 February, or past the year 9999
                continue
            yield Entity(label=label, start=match.start(), end=match.end(), value=value)


@cache
def _grammars(language: str) -> tuple[_Grammar, ...]:
    """Where nobody knows the language, short forms and false friends are left out."""
    if language == UNKNOWN_LANGUAGE:
        return tuple(_grammar(name, in_full=name != "en") for name in WORDS)
    return tuple(_grammar(name) for name in dict.fromkeys((language, "en")) if name in WORDS)


@cache
def _grammar(language: str, *, in_full: bool = False) -> _Grammar:
    words = WORDS[language]
    months = tuple(map(_in_full, words.months)) if in_full else words.months
    days = {} if in_full and language in _FALSE_FRIENDS else words.days
    triggers = {
        "clock": (rf"\d{{1,2}}(?:[.:]\d\d)? ?{words.hours}(?:\d\d)?",),
        "month": months,
        "named": tuple(days),
        "weekday": (*words.weekdays, words.weekend),
        "unit": tuple(words.units[unit] for unit in ("minute", "hour", "day")),
        "span": tuple(words.units[unit] for unit in ("week", "month", "year")),
    }
    groups = "|".join(f"(?P<{kind}>{'|'.join(each)})" for kind, each in triggers.items() if each)
    counted, beside = tuple(_counted(words)), tuple(_beside(words))
    return _Grammar(
        re.compile(rf"(?<![^\W\d])(?:{groups})(?!\w)", re.IGNORECASE),
        {
            "clock": tuple(_clocks(words)),
            "month": tuple(_dates(words, months)),
            "named": tuple(_named_days(days)),
            "weekday": beside,
            "unit": counted,
            "span": (*counted, *beside),
        },
    )


# `hier` is here and `morgen` is morning to their neighbours.
_FALSE_FRIENDS = frozenset({"fr", "nl"})


def _in_full(words: str) -> str:
    return words.replace(")?", ")")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + f"(?:{pattern})" + _NOT_BEFORE, re.IGNORECASE)


def _choice(alternatives: tuple[str, ...], prefix: str) -> str:
    """Named groups `m0`, `m1`, … of which one takes part."""
    return "|".join(f"(?P<{prefix}{n}>{words})" for n, words in enumerate(alternatives))


def _chosen(match: re.Match[str], prefix: str) -> int:
    names = (name for name, text in match.groupdict().items() if text and name.startswith(prefix))
    return int(next(names).removeprefix(prefix))


def _clocks(words: CalendarWords) -> Iterator[tuple[re.Pattern[str], Reader]]:
    yield (
        _compiled(rf"(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d\d))? ?{words.hours}(?P<past>\d\d)?"),
        _clock,
    )


def _clock(match: re.Match[str], when: When) -> Reading:
    minute = match["minute"] or match["past"] or 0
    return "time", time(int(match["hour"]), int(minute)).isoformat("minutes")


def _dates(
    words: CalendarWords, months: tuple[str, ...]
) -> Iterator[tuple[re.Pattern[str], Reader]]:
    month = rf"(?:{_choice(months, 'm')})\b(?:\.(?= ?\d))?"
    of = rf"(?:(?:{words.of}) )?" if words.of else ""
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª)?"
    year = rf"(?:,? {of}(?P<year>\d{{4}}))?"
    yield _compiled(rf"{day}\.? ?{of}{month}{year}"), _day_of_month
    if words.month_first:
        yield _compiled(rf"{month} {day}{year}"), _day_of_month
    yield _compiled(rf"{month},? {of}(?P<year>\d{{4}})"), _month


def _day_of_month(match: re.Match[str], when: When) -> Reading:
    month, day = _chosen(match, "m") + 1, int(match["day"])
    if match["year"]:
        return "date", date(int(match["year"]), month, day).isoformat()
    nearest = when.nearest(month, day)
    return "date", nearest.isoformat() if nearest else None


def _month(match: re.Match[str], when: When) -> Reading:
    return "date", f"{match['year']}-{_chosen(match, 'm') + 1:02}"


def _counted(words: CalendarWords) -> Iterator[tuple[re.Pattern[str], Reader]]:
    numbers = "|".join(sorted(words.numbers, key=len, reverse=True))
    units = "|".join(f"(?P<{name}>{words.units[name]})" for name in _SPAN)
    counted = rf"(?P<count>\d{{1,3}}|{numbers})[ -]?(?:{units})\b"
    read = partial(_relative, words)
    for templates, sign in ((words.ago, -1), (words.ahead, 1)):
        for template in templates:
            yield _compiled(template.replace("{}", counted)), partial(read, sign)
    yield _compiled(counted), partial(_duration, words)


def _count(words: CalendarWords, match: re.Match[str]) -> tuple[int, str]:
    written = match["count"].lower()
    unit = next(name for name in _SPAN if match[name])
    if written.isdecimal():
        return int(written), unit
    return next(n for word, n in words.numbers.items() if re.fullmatch(word, written)), unit


def _relative(words: CalendarWords, sign: int, match: re.Match[str], when: When) -> Reading:
    """Minutes and hours lead to a time, longer units to a day."""
    count, unit = _count(words, match)
    label = "datetime" if unit in ("minute", "hour") else "date"
    if when.now is None:
        return label, None
    if label == "datetime":
        # Through UTC: on the day that clocks change an hour is an hour still.
        moment = when.now.astimezone(UTC) + timedelta(**{f"{unit}s": sign * count})
        return label, when.stamp(moment.astimezone(when.now.tzinfo))
    return label, (when.now.date() + _DAYS[unit](sign * count)).isoformat()


def _duration(words: CalendarWords, match: re.Match[str], when: When) -> Reading:
    count, unit = _count(words, match)
    clock = "T" if unit in ("minute", "hour") else ""
    return "duration", f"P{clock}{count}{_ISO_UNITS[unit]}"


def _named_days(days: dict[str, int]) -> Iterator[tuple[re.Pattern[str], Reader]]:
    for phrase, offset in days.items():
        yield _compiled(phrase), partial(_named, offset)


def _named(offset: int, match: re.Match[str], when: When) -> Reading:
    return "date", (when.today + timedelta(days=offset)).isoformat() if when.today else None


def _beside(words: CalendarWords) -> Iterator[tuple[re.Pattern[str], Reader]]:
    """What is last, this or next: a weekday, a weekend, a week, a month, a year."""
    weekdays = _choice(words.weekdays, "d")
    spans = "|".join(f"(?P<{name}>{words.units[name]})" for name in ("week", "month", "year"))
    what = rf"(?:{weekdays}|(?P<weekend>{words.weekend})|{spans})\b"
    for templates, shift in ((words.last, -1), (words.this, 0), (words.next, 1)):
        for template in templates:
            yield _compiled(template.replace("{}", what)), partial(_shifted, shift)
    yield _compiled(_choice(tuple(map(_in_full, words.weekdays)), "d")), _weekday


def _weekday(match: re.Match[str], when: When) -> Reading:
    """`Monday` alone may lie behind or ahead."""
    return "date", None


def _shifted(shift: int, match: re.Match[str], when: When) -> Reading:
    today, named = when.today, match.groupdict()
    if today is None:
        return "date", None
    for unit, read in _UNITS.items():
        if named[unit]:
            return "date", read(today, shift)
    ahead = (_chosen(match, "d") - today.weekday()) % 7
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
