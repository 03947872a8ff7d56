"""When a receiver wants to be asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis.strategies import text

from apps.webhooks.posting import read_retry_after


def seconds_from_now(moment: datetime | None) -> float:
    assert moment is not None
    return (moment - timezone.now()).total_seconds()


def test_seconds_and_dates_are_read() -> None:
    assert 118 < seconds_from_now(read_retry_after("120")) <= 120
    later = timezone.now() + timedelta(hours=1)
    header = later.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert 3590 < seconds_from_now(read_retry_after(header)) <= 3600


@pytest.mark.parametrize("header", ["999999999", "Fri, 31 Dec 2199 23:59:59 GMT"])
def test_nobody_has_us_wait_longer_than_a_day(header: str) -> None:
    assert seconds_from_now(read_retry_after(header)) <= 86_400


@pytest.mark.parametrize(
    "header",
    ["Mon, 01 Jan 99999999999 00:00:00 GMT", f"Thu, 01 Jan 2026 00:00:00 +{'9' * 15}"],
)
def test_a_time_that_no_clock_knows_is_none(header: str) -> None:
    assert read_retry_after(header) is None


@given(text())
def test_what_is_no_time_is_none_or_a_time(header: str) -> None:
    moment = read_retry_after(header)
    assert moment is None or moment.tzinfo is not None
