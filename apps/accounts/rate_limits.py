"""Rate limits by key and minute, counted in Postgres for all processes."""

from __future__ import annotations

import math

from django.conf import settings
from django.db import connection

WINDOW_SECONDS = 60
LONGEST_KEY = 120

# One statement, so that counting is exact without a lock; run outside of a transaction, so that the
# row is never held.
_COUNT = """
INSERT INTO accounts_ratewindow (key, window_start, count)
VALUES (%(key)s, to_timestamp(floor(extract(epoch FROM now()) / %(window)s) * %(window)s), 1)
ON CONFLICT (key, window_start) DO UPDATE SET count = accounts_ratewindow.count + 1
RETURNING count, extract(epoch FROM window_start - now()) + %(window)s
"""


class RateExceeded(Exception):
    """Too many in this window. `retry_after`: whole seconds until the next one begins."""

    def __init__(self, limit: int, retry_after: int) -> None:
        super().__init__(
            f"The limit is {limit} in {WINDOW_SECONDS} seconds; try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


def count_use(key: str, limit: int) -> None:
    """Count one use of `key` in this minute. Raises RateExceeded when it is one too many.

    Call it before the transaction that it guards.
    """
    if not settings.RATE_LIMITS:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key[:LONGEST_KEY], "window": WINDOW_SECONDS})
        count, rest = cursor.fetchone()
    if count > limit:
        raise RateExceeded(limit, max(1, math.ceil(rest)))
