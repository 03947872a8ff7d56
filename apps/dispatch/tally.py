"""Counts work by outcome without scanning the whole table each time.

Ids never change, and superseded rows stay superseded. So rows up to the last one that can still
become superseded are counted once, each hour, and their counts stored; later rows are counted on
demand, and so are open and failed ones, which are few. All others are done.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Only rows of conversations are ever superseded, while they are open or after a redrive; ids may be
# committed out of order.
_FOLD = """
WITH folded AS (SELECT coalesce(max(up_to_id), 0) AS id FROM dispatch_worktally),
bound AS (
    SELECT coalesce(min(work.id) - 1, (SELECT coalesce(max(id), 0) FROM dispatch_work)) AS id
    FROM dispatch_work AS work, folded
    WHERE work.id > folded.id AND (
        work.created_at > now() - interval '1 hour'
        OR (work.conversation_id IS NOT NULL AND (
            work.state IN ('pending', 'leased')
            OR (work.state = 'failed' AND work.finished_at > now() - interval '7 days'))))
)
INSERT INTO dispatch_worktally (kind, up_to_id, accepted, superseded)
SELECT kind, max(bound.id), count(*), count(*) FILTER (WHERE state = 'superseded')
FROM dispatch_work AS work, folded, bound
WHERE work.id > folded.id AND work.id <= bound.id GROUP BY kind
ON CONFLICT (kind) DO UPDATE SET up_to_id = excluded.up_to_id,
    accepted = dispatch_worktally.accepted + excluded.accepted,
    superseded = dispatch_worktally.superseded + excluded.superseded
"""
# Each part is served by one partial index.
_COUNT = """
SELECT kind, sum(accepted), sum(superseded), sum(failed), sum(open) FROM (
    SELECT kind, accepted, superseded, 0 AS failed, 0 AS open FROM dispatch_worktally
    UNION ALL
    SELECT kind, count(*), count(*) FILTER (WHERE state = 'superseded'), 0, 0
    FROM dispatch_work WHERE id > (SELECT coalesce(max(up_to_id), 0) FROM dispatch_worktally)
    GROUP BY kind
    UNION ALL
    SELECT kind, 0, 0, count(*), 0 FROM dispatch_work WHERE state = 'failed' GROUP BY kind
    UNION ALL
    SELECT kind, 0, 0, 0, count(*) FROM dispatch_work
    WHERE state = 'pending' AND attempts = 0 GROUP BY kind
    UNION ALL
    SELECT kind, 0, 0, 0, count(*) FROM dispatch_work
    WHERE state = 'pending' AND attempts > 0 GROUP BY kind
    UNION ALL
    SELECT kind, 0, 0, 0, count(*) FROM dispatch_work WHERE state = 'leased' GROUP BY kind
) AS parts GROUP BY kind ORDER BY kind
"""


@dataclass(frozen=True)
class WorkCount:
    """The counts of a kind since the installation."""

    accepted: int
    done: int
    superseded: int
    failed: int


def fold_tally() -> None:
    """Add settled rows to the stored counts; only one process at a time may call this."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def count_work() -> dict[str, WorkCount]:
    """The counts by kind, in time linear in the work of an hour, however large the table is."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        rows = cursor.fetchall()
    return {
        kind: WorkCount(
            accepted=int(accepted),
            done=int(accepted - superseded - failed - still_open),
            superseded=int(superseded),
            failed=int(failed),
        )
        for kind, accepted, superseded, failed, still_open in rows
    }
