"""Positions for events: a gapless-enough order in which nothing ever appears late."""

from __future__ import annotations

from django.db import connection, transaction

ADVISORY_LOCK = 7_310_001
BATCH = 1000

# The sequence, unlike max(position) + 1, survives the deletion of old events and a restored dump.
_NUMBER = """
UPDATE dispatch_event AS event SET position = numbered.position
FROM (SELECT id, nextval('dispatch_event_position') AS position
      FROM (SELECT id FROM dispatch_event WHERE position IS NULL ORDER BY id LIMIT %s) AS fresh
     ) AS numbered
WHERE event.id = numbered.id
"""


def number_events() -> int:
    """Give committed events their positions. Returns how many; 0 when another process does it.

    Ids are taken before a commit, so a reader who follows them misses what commits late. The
    lock is held until the commit: positions become visible in their order.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM dispatch_event WHERE position IS NULL)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_NUMBER, [BATCH])
        return int(cursor.rowcount)
