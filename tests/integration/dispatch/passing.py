"""Time that passes at once."""

from __future__ import annotations

from django.db import connection

_AGE = """
UPDATE dispatch_work
SET due_at = due_at - passed.by, created_at = created_at - passed.by,
    deadline = deadline - passed.by, turn_started_at = turn_started_at - passed.by,
    finished_at = finished_at - passed.by
FROM make_interval(secs => %s) AS passed(by)
"""


def pass_time(seconds: float) -> None:
    """For all work, as if this many seconds had gone by since anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(_AGE, [seconds])
