"""The country of a phone number without a country code, by the contact's time zone."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def region_by_zone() -> dict[str, str]:
    """ISO 3166-1 code by IANA zone, from the list that comes with the time zone database."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: region for region, _, zone, *_ in rows}
