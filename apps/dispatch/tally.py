"""How much work there was and what became of it, without counting the whole table each time.

Rows are never renumbered and what was superseded stays so. So everything up to the last row
that can still become superseded is counted once, an hour later, and remembered; what came after
is counted when asked for, and what is open or failed is always few. The rest is done.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Only what belongs to a conversation is ever superseded, while it is open or after somebody gave
# it another try; ids may be committed out of order.
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
# Each part is written so that it meets one partial index.
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
    """Work of one kind since the beginning."""

    accepted: int
    done: int
    superseded: int
    failed: int


def fold_tally() -> None:
    """Count once and for all what is settled; the caller sees to it that nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def count_work() -> dict[str, WorkCount]:
    """By kind. Costs as much as an hour has brought, however large the table is."""
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
