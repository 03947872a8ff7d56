"""Assigns positions to events: an order in which no event ever appears late."""

from __future__ import annotations

from django.db import connection

ADVISORY_LOCK = 7_310_001
BATCH = 1000

# The sequence, unlike max(position) + 1, survives the deletion of old events and a restored dump.
# Events that another process numbered between our snapshot and our lock keep their positions.
_NUMBER = """
WITH numbering AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(%s) AS ours
    WHERE EXISTS (SELECT 1 FROM dispatch_event WHERE position IS NULL)
), fresh AS MATERIALIZED (
    SELECT id FROM dispatch_event, numbering
    WHERE ours AND position IS NULL ORDER BY id LIMIT %s
), numbered AS MATERIALIZED (
    SELECT id, nextval('dispatch_event_position') AS position FROM fresh
)
UPDATE dispatch_event AS event SET position = numbered.position
FROM numbered WHERE event.id = numbered.id AND event.position IS NULL
"""


def number_events() -> int:
    """Give committed events their positions. Returns how many; 0 when another process does it.

    A reader who followed ids would miss events that are committed late. The lock is held until the
    commit, so that positions become visible in order.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [ADVISORY_LOCK, BATCH])
        return int(cursor.rowcount)
