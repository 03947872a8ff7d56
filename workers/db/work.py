"""The lease of a chain on its rows of work: start, renew, finish, or let go."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, case, func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from workers.contracts import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS
from workers.db.tables import work
from workers.records import StartedWork

LONGEST_ERROR = 500


def seconds(count: ColumnElement[int] | int) -> ColumnElement[Any]:
    """An interval for arithmetic with times."""
    return func.make_interval(0, 0, 0, 0, 0, 0, count)


def commit_soon(connection: Connection) -> None:
    """Let this transaction's commit not wait for the disk.

    For leases alone: one that a crash of Postgres forgets is taken again, and nothing is lost.
    """
    connection.execute(text("SET LOCAL synchronous_commit = off"))


def is_held(token: UUID, work_ids: Collection[int]) -> ColumnElement[bool]:
    """Holds for those of the rows whose lease is still this chain's."""
    return work.c.id.in_(work_ids) & (work.c.lease_token == token) & (work.c.state == "leased")


def start(connection: Connection, token: UUID, work_ids: Collection[int]) -> list[StartedWork]:
    """Begin an attempt at those rows that are still ours, in the order of their ids.

    A batch begins only once: delivered again, it may hold what killed its first worker, and its
    rows wait until they are claimed one by one. Nothing begins more than MAX_ATTEMPTS times.
    """
    most = MAX_ATTEMPTS if len(work_ids) == 1 else 1
    rows = connection.execute(
        update(work)
        .where(is_held(token, work_ids), work.c.attempts < most)
        .values(attempts=work.c.attempts + 1, due_at=func.now() + seconds(LEASE_SECONDS))
        .returning(work.c.id, work.c.subject_id)
    )
    return sorted((StartedWork(*row) for row in rows), key=lambda started: started.id)


def renew(connection: Connection, token: UUID, work_ids: Collection[int]) -> set[int]:
    """Hold on for another lease. Returns the rows that are still ours."""
    rows = connection.execute(
        update(work)
        .where(is_held(token, work_ids))
        .values(due_at=func.now() + seconds(LEASE_SECONDS))
        .returning(work.c.id)
    )
    return set(rows.scalars())


def finish(connection: Connection, token: UUID, work_ids: Collection[int]) -> set[int]:
    """Mark as done what is still ours. Returns those rows."""
    rows = connection.execute(
        update(work)
        .where(is_held(token, work_ids))
        .values(state="done", lease_token=None, finished_at=func.clock_timestamp(), last_error="")
        .returning(work.c.id)
    )
    return set(rows.scalars())


def lock_held(connection: Connection, token: UUID, work_ids: Collection[int]) -> set[int]:
    """The rows that are still ours, locked until the end of the transaction."""
    rows = connection.execute(
        select(work.c.id).where(is_held(token, work_ids)).order_by(work.c.id).with_for_update()
    )
    return set(rows.scalars())


def retry_later(connection: Connection, token: UUID, work_ids: Collection[int], error: str) -> None:
    """Let go of rows whose attempt failed: due again, later each time."""
    _let_go(connection, token, work_ids, error, func.now() + seconds(_delay()))


def give_up(connection: Connection, token: UUID, work_ids: Collection[int], error: str) -> None:
    """Let go of rows that will never go well: the dispatcher gives them to a human at once."""
    connection.execute(update(work).where(is_held(token, work_ids)).values(attempts=MAX_ATTEMPTS))
    _let_go(connection, token, work_ids, error, func.now())


def give_back(connection: Connection, token: UUID, error: str) -> None:
    """Let go of a whole claim that was never started: soon due again, no attempt spent."""
    connection.execute(
        update(work)
        .where((work.c.lease_token == token) & (work.c.state == "leased"))
        .values(
            state="pending",
            lease_token=None,
            last_error=error[:LONGEST_ERROR],
            due_at=func.now() + seconds(RETRY_DELAYS[0]),
        )
    )


def _let_go(
    connection: Connection,
    token: UUID,
    work_ids: Collection[int],
    error: str,
    due_at: ColumnElement[Any],
) -> None:
    connection.execute(
        update(work)
        .where(is_held(token, work_ids))
        .values(state="pending", lease_token=None, last_error=error[:LONGEST_ERROR], due_at=due_at)
    )


def _delay() -> ColumnElement[int]:
    by_attempts = dict(enumerate(RETRY_DELAYS, start=1))
    return case(by_attempts, value=work.c.attempts, else_=RETRY_DELAYS[-1])
