"""Reads processes, lanes and failures for the ops page. Never what anybody wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func

from apps.dispatch.models import Heartbeat, PausedLane, Work
from apps.dispatch.pausing import LANES
from apps.dispatch.survey import window
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS
from workers.contracts.services import WAITS_FOR

MOST_COUNTED = 10_000
MOST_REASONS = 20
NEWEST_SHOWN = 20

# Work of a conversation has waited since it was created; other work, such as recurring chores,
# since it was due.
_LANES = """
SELECT lanes.lane,
  (SELECT count(DISTINCT lease_token) FROM dispatch_work AS w
   WHERE w.lane = lanes.lane AND state = 'leased'),
  (SELECT count(*) FROM (SELECT 1 FROM dispatch_work AS w WHERE w.lane = lanes.lane
     AND state = 'pending' AND due_at <= now() LIMIT %(most)s) AS counted),
  (SELECT extract(epoch FROM now() - min(
       CASE WHEN w.conversation_id IS NULL THEN due_at ELSE created_at END))
   FROM dispatch_work AS w WHERE w.lane = lanes.lane AND state = 'pending' AND due_at <= now()),
  EXISTS (SELECT 1 FROM dispatch_work AS w WHERE w.lane = lanes.lane AND state = 'pending'
     AND due_at <= now() AND last_error LIKE 'The broker refused it%%'),
  EXISTS (SELECT 1 FROM dispatch_work AS w WHERE w.lane = lanes.lane AND state = 'pending'
     AND due_at <= now() AND last_error LIKE 'The queue %% is full.')
FROM unnest(%(lanes)s::text[]) AS lanes(lane)
"""
_REASONS = """
SELECT kind, last_error, count(*), max(finished_at) FROM dispatch_work
WHERE state = 'failed' GROUP BY kind, last_error ORDER BY max(finished_at) DESC LIMIT %s
"""


@dataclass(frozen=True)
class Process:
    """A heartbeat. `details`: reported by the process itself."""

    queue: str
    host: str
    pid: str
    started_at: datetime
    seen_at: datetime
    silent_seconds: float
    details: Mapping[str, Any]

    @property
    def alive(self) -> bool:
        return self.silent_seconds <= HEARTBEAT_STALE_SECONDS

    @property
    def waits_for(self) -> str:
        """The service that a living process needs and does not reach; empty when it works."""
        return str(self.details.get(WAITS_FOR, "")) if self.alive else ""


@dataclass(frozen=True)
class LaneView:
    """The state of a lane. `waiting` is counted up to ten thousand."""

    lane: str
    window: int
    in_flight: int
    waiting: int
    oldest_seconds: float
    broker_refuses: bool
    queue_is_full: bool
    paused: PausedLane | None


@dataclass(frozen=True)
class FailedWork:
    """A failed row of work, with its conversation, if any."""

    id: int
    conversation_id: UUID | None
    finished_at: datetime | None
    attempts: int


@dataclass(frozen=True)
class FailureReason:
    """Work of a kind that failed for the same reason; `newest`: at most twenty rows."""

    kind: str
    reason: str
    count: int
    newest_at: datetime
    newest: list[FailedWork]

    @property
    def key(self) -> str:
        """A stable id for the page, while the list changes."""
        return sha256(f"{self.kind} {self.reason}".encode()).hexdigest()[:12]


def list_processes() -> list[Process]:
    """Living processes, and those that died within the hour."""
    # By the database's clock, which the heartbeats have: that of this machine may be another.
    clock = Func(function="clock_timestamp", output_field=DateTimeField())
    silent = ExpressionWrapper(clock - F("seen_at"), output_field=DurationField())
    found = Heartbeat.objects.order_by("started_at").annotate(silent=silent)
    return [_describe(heartbeat, heartbeat.silent) for heartbeat in found]


def list_lanes(consumers: dict[str, int]) -> list[LaneView]:
    """The state of every lane. `consumers`: living processes by queue."""
    paused = PausedLane.objects.in_bulk()
    with connection.cursor() as cursor:
        cursor.execute(_LANES, {"lanes": list(LANES), "most": MOST_COUNTED})
        rows = {lane: rest for lane, *rest in cursor.fetchall()}
    return [_lane(lane, rows[lane], window(lane, consumers), paused.get(lane)) for lane in LANES]


def list_failures() -> list[FailureReason]:
    """Failures by kind and reason, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, [MOST_REASONS])
        rows = cursor.fetchall()
    return [
        FailureReason(kind, reason, count, newest_at, _newest(kind, reason))
        for kind, reason, count, newest_at in rows
    ]


def _describe(heartbeat: Heartbeat, silent: timedelta) -> Process:
    _, _, place = heartbeat.process.partition("@")
    host, _, rest = place.partition(":")
    return Process(
        queue=heartbeat.queue,
        host=host,
        pid=rest.partition(":")[0],
        started_at=heartbeat.started_at,
        seen_at=heartbeat.seen_at,
        silent_seconds=max(silent.total_seconds(), 0),
        details=heartbeat.details,
    )


def _lane(lane: str, row: list[Any], width: int, paused: PausedLane | None) -> LaneView:
    in_flight, waiting, oldest, refused, full = row
    return LaneView(lane, width, in_flight, waiting, float(oldest or 0), refused, full, paused)


def _newest(kind: str, reason: str) -> list[FailedWork]:
    failed = Work.objects.filter(state=Work.State.FAILED, kind=kind, last_error=reason)
    rows = failed.order_by("-finished_at").values_list(
        "id", "conversation_id", "finished_at", "attempts"
    )
    return [FailedWork(*row) for row in rows[:NEWEST_SHOWN]]
