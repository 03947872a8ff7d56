"""When and where a message was written: what relative and ambiguous dates are resolved by."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workers.contracts.labels import UNKNOWN_LANGUAGE

# Zones where English has the month before the day.
_MONTH_FIRST_ZONES = ("America/", "US/", "Pacific/Honolulu", "Asia/Manila")


@dataclass(frozen=True)
class When:
    """`now`: the message's time in the contact's zone, or None; `language`: ISO 639-1 or `und`."""

    now: datetime | None = None
    language: str = UNKNOWN_LANGUAGE
    zone: str | None = None

    @classmethod
    def written(cls, at: datetime | None, zone: str | None, language: str) -> When:
        """A zone that this machine does not know counts as UTC."""
        return cls(at and at.astimezone(_zone(zone)), language, zone)

    @property
    def today(self) -> date | None:
        return self.now and self.now.date()

    @property
    def month_first(self) -> bool | None:
        """Whether the month comes first in 03/04; None where it is unknown."""
        if self.language not in ("en", UNKNOWN_LANGUAGE):
            return False
        return self.zone.startswith(_MONTH_FIRST_ZONES) if self.zone else None

    def nearest(self, month: int, day: int, *, has_been: bool = False) -> date | None:
        """A day without a year: the one nearest to today. Raises ValueError for 30 February.

        A day that `has_been` is the last one; somewhere it may be tomorrow already.
        """
        anniversary = date(2024, month, day)
        if self.today is None:
            return None
        today, is_leap_day = self.today, (month, day) == (2, 29)
        reach = 8 if is_leap_day else 1
        years = range(
            max(today.year - reach, date.min.year), min(today.year + reach, date.max.year) + 1
        )
        days = (anniversary.replace(year=year) for year in years if isleap(year) or not is_leap_day)
        possible = (each for each in days if not has_been or (each - today).days <= 1)
        return min(possible, key=lambda each: abs(each - today))

    def stamp(self, moment: datetime) -> str:
        """ISO 8601 to the minute, with the offset of the contact's zone where that is known."""
        if moment.tzinfo is None and self.now is not None:
            moment = moment.replace(tzinfo=self.now.tzinfo)
        return moment.isoformat(timespec="minutes")


def full_year(digits: str) -> int:
    """`24` is 2024."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
