"""The whole pipeline at a glance, for people and monitors: from heartbeats, never from a probe."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, JsonResponse

from apps.dispatch.pausing import list_paused_lanes
from apps.dispatch.pulse import DISPATCHER
from apps.dispatch.survey import survey_consumers
from apps.knowledge.encoders import measure_embedding
from apps.ops.health import unwell
from workers.contracts import Lane, Queue

# The oldest message of a healthy pipeline is younger, even in a rush.
LONGEST_LIVE_WAIT_SECONDS = 60

_OLDEST = """
SELECT lane, extract(epoch FROM now() - min(created_at)) FROM dispatch_work
WHERE state IN ('pending', 'leased') AND lane = ANY(%s) GROUP BY lane
"""


def statusz(request: HttpRequest) -> JsonResponse:
    """200 when messages flow, 503 with the reasons when something is missing."""
    try:
        status = describe_pipeline()
    except (OperationalError, InterfaceError) as error:
        reason = f"The database does not answer ({type(error).__name__})."
        status = {"status": "broken", "reasons": [reason]}
    return unwell(status) if status["reasons"] else JsonResponse(status)


def describe_pipeline() -> dict[str, Any]:
    """Consumers by queue, paused lanes, the age of the oldest open work by lane, what is wrong.

    `embedding`: how many passages the current encoder has embedded, while that is not all.
    """
    consumers = survey_consumers()
    oldest = survey_oldest()
    reasons = [
        f"No living worker consumes the queue {queue.value}; start one."
        for queue in Queue
        if not consumers.get(queue.value)
    ]
    if not consumers.get(DISPATCHER):
        reasons.append("No dispatcher runs; start `manage.py dispatch`.")
    paused = sorted(list_paused_lanes())
    embedding = measure_embedding()
    if Lane.LIVE in paused:
        reasons.append("The lane live is paused; resume it on the page of operations.")
    if oldest.get(Lane.LIVE, 0) > LONGEST_LIVE_WAIT_SECONDS:
        reasons.append(f"A message has waited for {oldest[Lane.LIVE]:.0f} seconds.")
    return {
        "status": "broken" if reasons else "ok",
        "reasons": reasons,
        "consumers": {name: consumers.get(name, 0) for name in [*Queue, DISPATCHER]},
        "paused_lanes": paused,
        "oldest_open_seconds": oldest,
        "embedding": asdict(embedding) if embedding else None,
    }


def survey_oldest() -> dict[str, float]:
    """Seconds since the oldest open work of each lane of the pools; lanes without are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [[lane.value for lane in Lane]])
        return {lane: round(float(seconds), 1) for lane, seconds in cursor.fetchall()}
