"""The lease of a chain on its rows of work: start, renew, finish, or let go."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from workers.contracts.leases import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS
from workers.records.turns import StartedWork

LONGEST_ERROR = 500

# Restricts to the rows whose lease this chain still holds.
_HELD = "id = ANY(CAST(:ids AS bigint[])) AND lease_token = :token AND state = 'leased'"
# A commit of leases does not wait for the disk: those that a crash of Postgres forgets run out, and
# the work is claimed again. The setting lasts for this transaction alone.
_SOON = "WITH soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
_LEASED = f"due_at = now() + make_interval(secs => {LEASE_SECONDS})"

_START = text(f"""
{_SOON} UPDATE dispatch_work SET attempts = attempts + 1, {_LEASED}
FROM soon WHERE {_HELD} AND attempts < :most RETURNING id, subject_id
""")
_RENEW = text(f"""
{_SOON} UPDATE dispatch_work SET due_at = now() + make_interval(secs => :seconds)
FROM soon WHERE {_HELD} RETURNING id
""")
_FINISH = text(f"""
UPDATE dispatch_work
SET state = 'done', lease_token = NULL, finished_at = clock_timestamp(), last_error = ''
WHERE {_HELD} RETURNING id
""")
_LET_GO = "UPDATE dispatch_work SET state = 'pending', lease_token = NULL, last_error = :error"
_RETRY_LATER = text(f"""
{_LET_GO}, due_at = now() + make_interval(secs =>
    (CAST(:delays AS int[]))[least(greatest(attempts, 1), {len(RETRY_DELAYS)})])
WHERE {_HELD}
""")
_GIVE_UP = text(f"{_LET_GO}, attempts = {MAX_ATTEMPTS}, due_at = now() WHERE {_HELD}")
_GIVE_BACK = text(f"""
{_LET_GO}, due_at = now() + make_interval(secs => {RETRY_DELAYS[0]})
WHERE lease_token = :token AND state = 'leased'
""")

_UNDO_START = text(f"""
{_LET_GO}, attempts = greatest(attempts - 1, 0),
    due_at = now() + make_interval(secs => {RETRY_DELAYS[0]})
WHERE {_HELD}
""")


def start(connection: Connection, token: UUID, work_ids: Collection[int]) -> list[StartedWork]:
    """Begin an attempt at those rows that are still ours, in the order of their ids.

    A batch begins only once: delivered a second time, it may hold the row that killed its first
    worker, so its rows are left to be claimed one by one. No row begins more than MAX_ATTEMPTS
    times.
    """
    most = MAX_ATTEMPTS if len(work_ids) == 1 else 1
    rows = connection.execute(_START, {"token": token, "ids": list(work_ids), "most": most})
    return sorted((StartedWork(*row) for row in rows), key=lambda started: started.id)


def renew(
    connection: Connection, token: UUID, work_ids: Collection[int], seconds: float = LEASE_SECONDS
) -> set[int]:
    """Extend the lease by `seconds`. Returns the rows that are still ours."""
    parameters = {"token": token, "ids": list(work_ids), "seconds": seconds}
    return set(connection.execute(_RENEW, parameters).scalars())


def finish(connection: Connection, token: UUID, work_ids: Collection[int]) -> set[int]:
    """Mark the rows that are still ours as done. Returns them."""
    rows = connection.execute(_FINISH, {"token": token, "ids": list(work_ids)})
    return set(rows.scalars())


def retry_later(connection: Connection, token: UUID, work_ids: Collection[int], error: str) -> None:
    """Let go of rows whose attempt failed: due again, later each time."""
    parameters = {"token": token, "ids": list(work_ids), "error": error[:LONGEST_ERROR]}
    connection.execute(_RETRY_LATER, {**parameters, "delays": list(RETRY_DELAYS)})


def give_up(connection: Connection, token: UUID, work_ids: Collection[int], error: str) -> None:
    """Let go of rows that can never succeed: the dispatcher hands them to a human at once."""
    parameters = {"token": token, "ids": list(work_ids), "error": error[:LONGEST_ERROR]}
    connection.execute(_GIVE_UP, parameters)


def give_back(connection: Connection, token: UUID, error: str) -> None:
    """Let go of a whole claim that was never started: soon due again, no attempt spent."""
    connection.execute(_GIVE_BACK, {"token": token, "error": error[:LONGEST_ERROR]})


def undo_start(connection: Connection, token: UUID, work_ids: Collection[int], error: str) -> None:
    """Let go of rows whose attempt failed for an outside reason: it does not count."""
    parameters = {"token": token, "ids": list(work_ids), "error": error[:LONGEST_ERROR]}
    connection.execute(_UNDO_START, parameters)
