"""Finds days, times and durations, relative to when and where the message was written.

1. Figures mean the same in every language: `2024-01-05`, `5.1.2024`, `14:30`.
2. Words are those of the message's language and of English: `calendar_words`.
3. A day beside a time of day is one `datetime`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from operator import attrgetter

from workers.contracts.payloads import Entity
from workers.inference.entities.spoken_dates import find_spoken
from workers.inference.entities.tenses import has_been
from workers.inference.entities.when import When, full_year

_NOT_INSIDE = r"(?<![\w./:-])"
_NOT_BEFORE = r"(?![\w/:-]|\.\d)"
# Only names with one meaning: `IST` and `CST` are time zones of several countries.
_OFFSETS = {
    **dict.fromkeys(("UTC", "GMT"), "+00:00"),
    **dict.fromkeys(("CET", "MEZ", "BST"), "+01:00"),
    **dict.fromkeys(("CEST", "MESZ", "EET"), "+02:00"),
    "EEST": "+03:00",
    "EDT": "-04:00",
    "EST": "-05:00",
    "PDT": "-07:00",
    "PST": "-08:00",
}
_ZONE = rf"(?: (?P<zone>{'|'.join(_OFFSETS)})\b)?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"

Reader = Callable[[re.Match[str], When], Entity | None]

# Every date or time in figures has one of these; texts without any are not searched further.
_FIGURES = re.compile(r"\d(?:[-/.:]\d| ?[ap]\.?m|[月年])", re.IGNORECASE)
_AFTER_WEEKDAY = re.compile(r"[.,]{0,2} (?:the |de[nr] |le |el |il |de )?$")
# How far from a day its time of day begins, in characters.
_FURTHEST = 24
# What may stand between a day and a time of day that belong together.
_BETWEEN = re.compile(
    r" ?(?:(?:at|on|by|around|um|gegen|ab|am|den|à|a|vers|le|a las?|las?|el|alle|il|om|rond|op|às?"
    r"|as) |@ ?)?",
    re.IGNORECASE,
)


def find_dates(text: str, when: When) -> list[Entity]:
    """`date`, `time`, `datetime` and `duration`, with ISO 8601 values; they may overlap.

    The value is None where the day is not certain: `03/04/2024`, `Monday`, and `yesterday` when it
    is not known when the message was written.
    """
    found = [entity for entity in _find_figures(text, when) if entity]
    found += find_spoken(text, when)
    if not found:
        return []
    found += _with_weekdays(text, found)
    return [*found, *_joined(text, found, when)]


def _find_figures(text: str, when: When) -> Iterator[Entity | None]:
    if not _FIGURES.search(text):
        return
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            try:
                yield read(match, when)
            except ValueError:  # 2024-13-45 names no day, 25:61 no time
                continue


def _entity(match: re.Match[str], label: str, value: str | None) -> Entity:
    return Entity(label=label, start=match.start(), end=match.end(), value=value)


def _instant(match: re.Match[str], when: When) -> Entity:
    """An RFC 3339 timestamp; without an offset it is in the contact's zone."""
    moment = datetime.fromisoformat(match[0].replace(" ", "T").upper())
    return _entity(match, "datetime", when.stamp(moment))


def _year_first(match: re.Match[str], when: When) -> Entity:
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return _entity(match, "date", day.isoformat())


def _day_first(match: re.Match[str], when: When) -> Entity:
    """With dots the day comes first (5.3.2024); with slashes it depends on the country."""
    first, second, year = int(match["first"]), int(match["second"]), full_year(match["year"])
    month_first = False if match["separator"] == "." else when.month_first
    if first > 12 or second > 12 or first == second:
        month_first = second > 12
    if month_first is None:
        return _entity(match, "date", None)
    day, month = (second, first) if month_first else (first, second)
    return _entity(match, "date", date(year, month, day).isoformat())


def _day_and_month(match: re.Match[str], when: When) -> Entity:
    # The words before such a day are German.
    is_past = has_been(match, "de")
    nearest = when.nearest(int(match["month"]), int(match["day"]), has_been=is_past)
    return _entity(match, "date", nearest.isoformat() if nearest else None)


def _clock(match: re.Match[str], when: When) -> Entity | None:
    half = (match["half"] or "").lower()
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    offset = _OFFSETS.get((match["zone"] or "").upper(), "")
    return _entity(match, "time", time(hour, minute).isoformat("minutes") + offset)


def _in_chinese_letters(match: re.Match[str], when: When) -> Entity:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _entity(match, "date", date(int(match["year"]), month, day).isoformat())
    return _day_and_month(match, when)


def _with_weekdays(text: str, found: Sequence[Entity]) -> list[Entity]:
    """`Monday, 3 March` is one day."""
    weekdays = {each.end: each for each in found if each.label == "date" and each.value is None}
    return [
        day.model_copy(update={"start": weekdays[before.start()].start})
        for day in found
        if len(day.value or "") == 10 and day.label == "date"
        for before in [_AFTER_WEEKDAY.search(text, max(0, day.start - 6), day.start)]
        if before and before.start() in weekdays
    ]


def _joined(text: str, found: Sequence[Entity], when: When) -> Iterator[Entity]:
    """A day and a time of day side by side, in either order."""
    times = sorted((each for each in found if each.label == "time"), key=attrgetter("start"))
    days = [each for each in found if each.label == "date" and len(each.value or "") == 10]
    for day in days:
        first = bisect_left(times, day.start - _FURTHEST, key=attrgetter("start"))
        last = bisect_left(times, day.end + _FURTHEST, key=attrgetter("start"))
        for clock in times[first:last]:
            if _belong_together(text, day, clock):
                moment = when.stamp(datetime.fromisoformat(f"{day.value}T{clock.value}"))
                start, end = min(day.start, clock.start), max(day.end, clock.end)
                yield Entity(label="datetime", start=start, end=end, value=moment)


def _belong_together(text: str, day: Entity, clock: Entity) -> bool:
    """`tomorrow, 14:30` is one thing; `14:30, tomorrow` is two as often."""
    if clock.end <= day.start:
        return bool(_BETWEEN.fullmatch(text, clock.end, day.start))
    after = day.end + text.startswith(",", day.end)
    return after <= clock.start and bool(_BETWEEN.fullmatch(text, after, clock.start))


def _compiled(pattern: str, *, after: str = _NOT_BEFORE) -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + pattern + after, re.IGNORECASE | re.ASCII)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        _compiled(
            r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?",
            after=r"(?![\w:])",
        ),
        _instant,
    ),
    (_compiled(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"), _year_first),
    (
        _compiled(
            r"(?P<first>\d{1,2})(?P<separator>[-/.])(?P<second>\d{1,2})(?P=separator)"
            r"(?P<year>\d{4}|\d{2})"
        ),
        _day_first,
    ),
    (
        # 5.3. is a day where a preposition says so; elsewhere it may be a version or a section.
        re.compile(
            r"(?:(?<=\bam )|(?<=\bab )|(?<=\bvom )|(?<=\bbis )|(?<=\bzum )|(?<=\bden ))"
            r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\d)",
            re.IGNORECASE,
        ),
        _day_and_month,
    ),
    (_compiled(rf"{_CLOCK}(?: ?(?P<half>[ap])\.?m\b)?{_ZONE}"), _clock),
    (
        _compiled(rf"(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d\d))? ?(?P<half>[ap])\.?m\b{_ZONE}"),
        _clock,
    ),
    (
        re.compile(r"(?:(?P<year>\d{4})年 ?)?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})[日号]"),
        _in_chinese_letters,
    ),
)
