"""Whose clock a page reads: the agent's own, as their browser tells it in a cookie."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest

COOKIE = "timezone"
UNKNOWN = ZoneInfo("UTC")


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone that the browser names; UTC where it names none that there is."""
    try:
        return ZoneInfo(request.COOKIES.get(COOKIE, ""))
    except (ValueError, LookupError, OSError):
        return UNKNOWN
