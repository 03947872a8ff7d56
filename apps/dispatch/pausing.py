"""Pauses lanes: nothing is claimed from one until it is resumed; chains under way finish."""

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
    """Pause a lane, unless it is paused already. Raises ValueError for an unknown one."""
    _check(lane)
    PausedLane.objects.get_or_create(
        lane=lane, defaults={"paused_by": by[:100], "paused_at": timezone.now()}
    )
    log.warning("lane_paused", lane=lane, by=by)


def resume_lane(lane: str, by: str) -> None:
    """Resume a lane. Raises ValueError for an unknown one."""
    _check(lane)
    PausedLane.objects.filter(lane=lane).delete()
    send_on_commit(channel_of(lane))
    log.warning("lane_resumed", lane=lane, by=by)


def list_paused_lanes() -> set[str]:
    """The names of paused lanes."""
    return set(PausedLane.objects.values_list("lane", flat=True))


def _check(lane: str) -> None:
    if lane not in LANES:
        raise ValueError(f"There is no lane {lane!r}; the lanes are {', '.join(LANES)}.")
