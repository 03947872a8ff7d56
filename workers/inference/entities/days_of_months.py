"""Days of months: `5 March`, `the 5th of last month`, and `the 5th` of an unknown month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from dateutil.relativedelta import relativedelta

from workers.inference.entities.calendar_words import CalendarWords
from workers.inference.entities.phrases import Phrase, Reading, choice, chosen, compile_phrase
from workers.inference.entities.tenses import has_been
from workers.inference.entities.when import When


def read_days(language: str, words: CalendarWords, months: tuple[str, ...]) -> Iterator[Phrase]:
    month = rf"(?:{choice(months, 'm')})\b(?:\.(?= ?\d))?"
    of = rf"(?:(?:{words.of}) )?" if words.of else ""
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª)?"
    year = rf"(?:,? {of}(?P<year>\d{{4}}))?"
    read = partial(_day_of_month, language)
    yield compile_phrase(rf"{day}\.? ?{of}{month}{year}"), read
    if words.month_first:
        yield compile_phrase(rf"{month} (?:the )?{day}{year}"), read
    yield compile_phrase(rf"{month},? {of}(?P<year>\d{{4}})"), _month


def _day_of_month(language: str, match: re.Match[str], when: When) -> Reading:
    month, day = chosen(match, "m") + 1, int(match["day"])
    if match["year"]:
        return "date", date(int(match["year"]), month, day).isoformat()
    nearest = when.nearest(month, day, has_been=has_been(match, language))
    return "date", nearest.isoformat() if nearest else None


def _month(match: re.Match[str], when: When) -> Reading:
    return "date", f"{match['year']}-{chosen(match, 'm') + 1:02}"


# The 5th floor, attempt or parcel is no day.
_BEFORE_DAY = "|".join(
    rf"(?<=\b{word} )"
    for word in ("on", "by", "since", "until", "till", "before", "after", "from", "to", "for")
)
_AFTER_DAY = (
    r"(?=\W*$|[.,;:!?)\n]| (?:and|but|or|at|around|to|till|until|i|we|you|he|she|they|it|my|the"
    r"|this|when|because|so|as|is|was|with|for|please)\b)"
)


def read_days_alone(words: CalendarWords) -> Iterator[Phrase]:
    if words.ordinal:
        day = rf"the (?P<day>\d{{1,2}}){words.ordinal}"
        yield compile_phrase(rf"{day} of (?P<which>last|this|next) month"), _day_of_known_month
        yield compile_phrase(rf"(?:{_BEFORE_DAY}){day}{_AFTER_DAY}"), _day_alone


def _day_of_known_month(match: re.Match[str], when: When) -> Reading:
    if when.today is None:
        return "date", None
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    month = when.today + relativedelta(months=shift)
    return "date", month.replace(day=int(match["day"])).isoformat()


def _day_alone(match: re.Match[str], when: When) -> Reading:
    """Without a value: like a weekday alone, it may be past or future."""
    date(2024, 1, int(match["day"]))
    return "date", None
