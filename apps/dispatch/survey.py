"""Surveys the table of work: what is due, what is under way, and which consumers live."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from apps.dispatch.kinds import DELIVERY_LANE, OUTBOUND_LANE
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS
from workers.contracts.pipelines import PIPELINES, Lane
from workers.contracts.services import WAITS_FOR

# How many deliveries a deliverer has at a time: chores one by one, but several slow receivers.
OF_DELIVERER = {DELIVERY_LANE: 1, OUTBOUND_LANE: 3}

_SURVEY = """
SELECT lanes.lane,
  EXISTS (SELECT 1 FROM dispatch_work AS w WHERE w.lane = lanes.lane
          AND state = 'pending' AND attempts = 0 AND due_at <= now()),
  EXISTS (SELECT 1 FROM dispatch_work AS w WHERE w.lane = lanes.lane
          AND state = 'pending' AND attempts > 0 AND due_at <= now()),
  under_way.chains, under_way.rows
FROM unnest(%s::text[]) AS lanes(lane), LATERAL (
  SELECT count(DISTINCT lease_token) AS chains, count(*) AS rows FROM dispatch_work AS w
  WHERE w.lane = lanes.lane AND state = 'leased') AS under_way
"""
_IS_LEASED = "SELECT EXISTS (SELECT FROM dispatch_work WHERE state = 'leased')"
_OLDEST = """
SELECT lane, extract(epoch FROM now() - min(created_at)) FROM dispatch_work
WHERE state IN ('pending', 'leased') AND lane = ANY(%s) GROUP BY lane
"""
_CONSUMERS = """
SELECT queue, count(*) FROM dispatch_heartbeat
WHERE seen_at > now() - make_interval(secs => %s) AND NOT details ? %s GROUP BY queue
"""


@dataclass(frozen=True)
class LaneState:
    """Whether fresh work and retries are due in a lane, and how many chains and rows are leased."""

    fresh_due: bool
    tried_due: bool
    in_flight: int
    leased: int


def survey_lanes(lanes: tuple[str, ...]) -> dict[str, LaneState]:
    """The state of each lane, in one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVEY, [list(lanes)])
        return {lane: LaneState(*rest) for lane, *rest in cursor.fetchall()}


def is_work_leased() -> bool:
    """Whether any work is leased."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_LEASED)
        return bool(cursor.fetchone()[0])


def survey_oldest() -> dict[str, float]:
    """The age of the oldest open work by lane of the pools, in seconds; without empty lanes."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [[lane.value for lane in Lane]])
        return {lane: round(float(seconds), 1) for lane, seconds in cursor.fetchall()}


def survey_consumers() -> dict[str, int]:
    """The number of processes by queue that live and have what they need to work."""
    with connection.cursor() as cursor:
        cursor.execute(_CONSUMERS, [HEARTBEAT_STALE_SECONDS, WAITS_FOR])
        return dict(cursor.fetchall())


def window(lane: str, consumers: dict[str, int]) -> int:
    """How many chains of a lane may be in flight: 2 + 2 for each consumer of its smallest stage.

    0 where a stage has no living consumer: chains would only wait in the broker until their lease
    runs out.
    """
    if lane in OF_DELIVERER:
        return OF_DELIVERER[lane]
    slowest = min(consumers.get(step.queue.value, 0) for step in PIPELINES[Lane(lane)])
    return 2 + 2 * slowest if slowest else 0
