"""Claims work, gives it back and gives it up: the SQL of leases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.dispatch.kinds import OUTBOUND_LANE, find_kind, list_kinds, list_recurring_kinds
from apps.dispatch.models import Work
from workers.contracts.leases import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS

CHARACTERS_PER_CLAIM = 16_000
FAILURES_PER_STEP = 100
REVIVED_AFTER = timedelta(hours=1)

# Of a conversation only the newest open row is claimed, which carries the turn, and only while none
# of its rows is leased. Rows that were tried before are claimed alone, so that a poison message
# cannot harm others. Rows without attempts or time left are not claimed, but failed by
# `fail_hopeless`. Rows of a kind that this release does not know wait for one that does.
# The commit does not wait for the disk: a claim that a crash of Postgres forgets is made again.
_CLAIM = """
WITH soon AS MATERIALIZED (
    SELECT set_config('synchronous_commit', 'off', true)
), due AS (
    SELECT id, size, due_at FROM dispatch_work AS work
    WHERE lane = %(lane)s AND state = 'pending' AND due_at <= now() AND {due}
      AND kind = ANY(%(kinds)s)
      AND (deadline IS NULL OR deadline > now())
      AND NOT EXISTS (
          SELECT 1 FROM dispatch_work AS other
          WHERE other.conversation_id = work.conversation_id AND other.id <> work.id
            AND (other.state = 'leased' OR (other.state = 'pending' AND other.id > work.id)))
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), bounded AS (
    SELECT id, size, sum(size) OVER (ORDER BY due_at, id) AS total FROM due
)
UPDATE dispatch_work AS work
SET state = 'leased', lease_token = %(token)s,
    due_at = now() + make_interval(secs => %(lease)s)
FROM bounded, soon
WHERE work.id = bounded.id AND (total <= %(characters)s OR total = bounded.size)
RETURNING work.id, work.kind, work.subject_id, work.traceparent
"""
_FRESH = "attempts = 0"
_TRIED = "attempts > 0 AND attempts < %(most)s"
# One delivery at a time for each receiver, so that a slow one delays nobody else. In the outbound
# lane attempts are not limited: only the deadline ends them.
_APART = """{tried} AND NOT EXISTS (
          SELECT 1 FROM dispatch_work AS busy
          WHERE busy.receiver_id = work.receiver_id AND busy.state = 'leased')"""
_CLAIM_FRESH = _CLAIM.format(due=_FRESH)
_CLAIM_TRIED = _CLAIM.format(due=_TRIED)
_CLAIM_FRESH_APART = _CLAIM.format(due=_APART.format(tried=_FRESH))
_CLAIM_TRIED_APART = _CLAIM.format(due=_APART.format(tried="attempts > 0"))

_EXPIRE = """
WITH expired AS (
    SELECT id FROM dispatch_work WHERE state = 'leased' AND due_at <= now()
    FOR UPDATE SKIP LOCKED
)
UPDATE dispatch_work AS work
SET state = 'pending', lease_token = NULL,
    due_at = now() + make_interval(
        secs => (%(delays)s::int[])[least(greatest(attempts, 1), cardinality(%(delays)s::int[]))]),
    last_error = CASE WHEN attempts > 0 THEN 'The worker did not finish in time.'
                      ELSE 'No worker started in time.' END
FROM expired WHERE work.id = expired.id
"""

TIRED = Q(attempts__gte=MAX_ATTEMPTS) & ~Q(lane=OUTBOUND_LANE)
LATE = Q(deadline__lte=Now())
GIVEN_UP = TIRED | LATE


@dataclass(frozen=True)
class Claim:
    """The rows that one chain (or one delivery) holds the lease of."""

    token: UUID
    work_ids: tuple[int, ...]
    kind: str
    subject_ids: tuple[UUID, ...]
    traceparent: str | None


def claim(lane: str, limit: int, *, tried: bool) -> Claim | None:
    """Lease what is due in a lane: one row that was tried before, or up to `limit` fresh ones.

    A claim is also limited in characters, which a single row may exceed. Raises IntegrityError when
    another process has just claimed a row of the same conversation or receiver.
    """
    token = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(lane, tried=tried),
            {
                "lane": lane,
                "kinds": list_kinds(),
                "limit": 1 if tried else limit,
                "token": token,
                "lease": LEASE_SECONDS,
                "most": MAX_ATTEMPTS,
                "characters": CHARACTERS_PER_CLAIM,
            },
        )
        rows = sorted(cursor.fetchall())
    if not rows:
        return None
    return Claim(
        token=token,
        work_ids=tuple(row[0] for row in rows),
        kind=rows[0][1],
        subject_ids=tuple(row[2] for row in rows),
        traceparent=next((row[3] for row in rows if row[3]), None),
    )


def _statement(lane: str, *, tried: bool) -> str:
    if lane == OUTBOUND_LANE:
        return _CLAIM_TRIED_APART if tried else _CLAIM_FRESH_APART
    return _CLAIM_TRIED if tried else _CLAIM_FRESH


def give_back(claimed: Claim, error: str) -> None:
    """Undo a claim that could not be published: due at once, no attempt spent."""
    Work.objects.filter(lease_token=claimed.token, state=Work.State.LEASED).update(
        state=Work.State.PENDING, lease_token=None, due_at=F("created_at"), last_error=error[:500]
    )


def expire_leases() -> int:
    """Make rows due again whose lease has run out, after a delay. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRE, {"delays": list(RETRY_DELAYS)})
        return int(cursor.rowcount)


def fail_hopeless() -> int:
    """Fail rows without attempts or time left. Returns how many."""
    of_known_kinds = Work.objects.filter(state=Work.State.PENDING, kind__in=list_kinds())
    pending = of_known_kinds.values_list("id", "kind", "subject_id")
    # Two queries, because each is served by an index of its own.
    tired, late = pending.filter(TIRED), pending.filter(LATE)
    return sum(_fail(*row) for row in tired.union(late)[:FAILURES_PER_STEP])


def revive_recurring() -> int:
    """Make failed rows of recurring kinds due again after an hour. Returns how many."""
    return Work.objects.filter(
        state=Work.State.FAILED,
        kind__in=list_recurring_kinds(),
        finished_at__lte=Now() - REVIVED_AFTER,
    ).update(state=Work.State.PENDING, due_at=Now(), attempts=0, finished_at=None)


@transaction.atomic
def _fail(work_id: int, kind_name: str, subject_id: UUID) -> bool:
    kind = find_kind(kind_name)
    kind.lock(subject_id)
    failed = Work.objects.filter(GIVEN_UP, id=work_id, state=Work.State.PENDING).update(
        state=Work.State.FAILED, finished_at=Now(), lease_token=None
    )
    if failed:
        kind.on_failed(subject_id)
    return bool(failed)
