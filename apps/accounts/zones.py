"""The time zone of a page: the agent's own, which their browser sends in a cookie."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest

COOKIE = "timezone"
UNKNOWN = ZoneInfo("UTC")


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone in the cookie; UTC where there is none or it is unknown."""
    try:
        return ZoneInfo(request.COOKIES.get(COOKIE, ""))
    except (ValueError, LookupError, OSError):
        return UNKNOWN
