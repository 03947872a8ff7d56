"""Pausing a lane: nothing of it is claimed until somebody resumes it; what runs is finished."""

from __future__ import annotations

import structlog
from django.utils import timezone

from apps.dispatch.hints import channel_of, send_on_commit
from apps.dispatch.kinds import LANES_OF_DELIVERER
from apps.dispatch.models import PausedLane
from workers.contracts.pipelines import Lane

LANES = (*(lane.value for lane in Lane), *LANES_OF_DELIVERER)
log = structlog.get_logger()


def pause_lane(lane: str, by: str) -> None:
    """Claim nothing more of a lane; paused twice, the first word counts. Raises ValueError."""
    _check(lane)
    PausedLane.objects.get_or_create(
        lane=lane, defaults={"paused_by": by[:100], "paused_at": timezone.now()}
    )
    log.warning("lane_paused", lane=lane, by=by)


def resume_lane(lane: str, by: str) -> None:
    """Claim it again. Raises ValueError for a lane that there is not."""
    _check(lane)
    PausedLane.objects.filter(lane=lane).delete()
    send_on_commit(channel_of(lane))
    log.warning("lane_resumed", lane=lane, by=by)


def list_paused_lanes() -> set[str]:
    """For the loops, which ask often."""
    return set(PausedLane.objects.values_list("lane", flat=True))


def _check(lane: str) -> None:
    if lane not in LANES:
        raise ValueError(f"There is no lane {lane!r}; the lanes are {', '.join(LANES)}.")
