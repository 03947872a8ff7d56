"""Makes time pass for work, without waiting."""

from __future__ import annotations

from django.db import connection

from apps.dispatch.deliverer import deliver_step

_AGE = """
UPDATE dispatch_work
SET due_at = due_at - passed.by, created_at = created_at - passed.by,
    deadline = deadline - passed.by, turn_started_at = turn_started_at - passed.by,
    finished_at = finished_at - passed.by
FROM make_interval(secs => %s) AS passed(by)
"""


def pass_time(seconds: float) -> None:
    """Make all work older by this many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_AGE, [seconds])


def deliver_all() -> None:
    """Let the deliverer do all that is due. Within a test's transaction the clock stands still, so
    what is enqueued now is due only once some time has passed.
    """
    pass_time(60)
    while deliver_step() == 0:
        pass
