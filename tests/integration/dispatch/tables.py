"""The tables that these tests fill, quickly emptied, and time that passes at once."""

from __future__ import annotations

from django.db import connection

_EMPTY = "TRUNCATE dispatch_work, dispatch_event, dispatch_heartbeat, conversations_inbox CASCADE"
_AGE = """
UPDATE dispatch_work
SET due_at = due_at - passed.by, created_at = created_at - passed.by,
    deadline = deadline - passed.by, turn_started_at = turn_started_at - passed.by
FROM make_interval(secs => %s) AS passed(by)
"""


def empty_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)


def pass_time(seconds: float) -> None:
    """For all work, as if this many seconds had gone by since anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(_AGE, [seconds])
