"""A snapshot of the pipeline: processes, lanes and failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.dispatch.queries import (
    FailureReason,
    LaneView,
    Process,
    list_failures,
    list_lanes,
    list_processes,
)
from apps.dispatch.survey import survey_oldest
from apps.ops.health import is_disk_full


@dataclass(frozen=True)
class Pipeline:
    """`consumers`: working processes by queue. `oldest_open`: seconds by lane, see `survey_oldest`.

    Work that is leased, or waits for a retry, is open but not due: so `oldest_open` may be more
    than a lane's own `oldest_seconds`.
    """

    processes: Sequence[Process]
    consumers: Mapping[str, int]
    lanes: Sequence[LaneView]
    failures: Sequence[FailureReason]
    oldest_open: Mapping[str, float]
    disk_is_full: bool


def look_at_pipeline() -> Pipeline:
    """The current state, from the tables alone: neither pools nor broker are asked."""
    processes = list_processes()
    consumers = Counter(p.queue for p in processes if p.alive and not p.waits_for)
    return Pipeline(
        processes=processes,
        consumers=consumers,
        lanes=list_lanes(consumers),
        failures=list_failures(),
        oldest_open=survey_oldest(),
        disk_is_full=is_disk_full(),
    )
