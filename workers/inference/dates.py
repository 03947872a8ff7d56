"""Dates: written out, in digits, or told from the day on which the message was written."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from workers.contracts import Entity

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"day": 1, "week": 7}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NAMED = {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?:\.(?=\s?\d))?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>\d{4}))?"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})\s(?P<unit>day|week)s?"
_NOT_INSIDE = r"(?<![\w./-])"
_NOT_BEFORE = r"(?!(?!T\d\d:)[\w/-]|\.\d)"

Reader = Callable[[re.Match[str], date | None], date | None]


def find_dates(text: str, today: date | None = None) -> Iterator[Entity]:
    """`value` is ISO 8601, or None where the day is not certain: `03/04/2024`, `yesterday`."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            try:
                day = read(match, today)
            except (ValueError, OverflowError):  # 2024-13-45 names no day
                continue
            value = day.isoformat() if day else None
            yield Entity(label="date", start=match.start(), end=match.end(), value=value)


def _year_first(match: re.Match[str], today: date | None) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_first(match: re.Match[str], today: date | None) -> date | None:
    """With dots the day comes first (5.3.2024); with slashes it depends on the country."""
    first, second, year = int(match["first"]), int(match["second"]), _full_year(match["year"])
    if match["separator"] != "." and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if match["separator"] == "." or first > 12 else (second, first)
    return date(year, month, day)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _named_month(match: re.Match[str], today: date | None) -> date | None:
    """Without a year: the one that brings the day nearest to today."""
    month, day = _MONTHS.index(match["month"].lower()[:3]) + 1, int(match["day"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    any_leap_year = date(2024, month, day)
    return _nearest(any_leap_year, today) if today else None


def _nearest(anniversary: date, today: date) -> date:
    years = range(today.year - 4, today.year + 5)
    is_leap_day = (anniversary.month, anniversary.day) == (2, 29)
    days = (anniversary.replace(year=year) for year in years if isleap(year) or not is_leap_day)
    return min(days, key=lambda day: abs(day - today))


def _named_day(match: re.Match[str], today: date | None) -> date | None:
    return today and today + timedelta(days=_NAMED[" ".join(match[0].lower().split())])


def _counted_days(match: re.Match[str], today: date | None) -> date | None:
    word = match["count"].lower()
    count = _NUMBERS.get(word) or int(word)
    days = count * _DAYS[match["unit"].lower()]
    return today and today + timedelta(days=-days if match["ago"] else days)


def _weekday(match: re.Match[str], today: date | None) -> date | None:
    """`next` and `last` never mean today; `this` may."""
    if not today:
        return None
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - today.weekday()) % 7
    shift = {"this": ahead, "next": ahead or 7, "last": ahead - 7}
    return today + timedelta(days=shift[match["which"].lower()])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + pattern + _NOT_BEFORE, re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_compiled(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"), _year_first),
    (
        _compiled(
            r"(?P<first>\d{1,2})(?P<separator>[-/.])(?P<second>\d{1,2})(?P=separator)"
            r"(?P<year>\d{4}|\d{2})"
        ),
        _day_first,
    ),
    (_compiled(rf"{_DAY}\.?\s(?:of\s)?{_MONTH}{_YEAR}"), _named_month),
    (_compiled(rf"{_MONTH}\s{_DAY}{_YEAR}"), _named_month),
    (_compiled("(?:" + "|".join(_NAMED).replace(" ", r"\s") + ")"), _named_day),
    (_compiled(rf"(?:{_COUNT}\s(?P<ago>ago))"), _counted_days),
    (_compiled(rf"in\s{_COUNT}(?P<ago>(?!))?"), _counted_days),
    (_compiled(rf"(?P<which>this|next|last)\s(?P<weekday>{'|'.join(_WEEKDAYS)})"), _weekday),
)
