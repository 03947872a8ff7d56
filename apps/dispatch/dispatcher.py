"""The dispatcher: claims what is due and publishes it, as much as the pools can take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import structlog
from django.conf import settings
from django.db import IntegrityError

from apps.dispatch.claiming import claim, give_back
from apps.dispatch.loops import BUSY_REST_SECONDS, IDLE_REST_SECONDS
from apps.dispatch.pausing import list_paused_lanes
from apps.dispatch.publish import BROKER_ERRORS, QueueFullError, publish_chain
from apps.dispatch.survey import LaneState, survey_consumers, survey_lanes, window
from apps.dispatch.upkeep import Upkeep
from workers.contracts.pipelines import PIPELINES, Lane

log = structlog.get_logger()

# While full claims are under way: looking more often would only take time from the pools.
CROWDED_REST_SECONDS = 0.05
SURVEY_SECONDS = 0.25
REFUSED_SECONDS = 1.0


def list_steps() -> dict[str, Callable[[], float]]:
    """The loops of a dispatcher, each for a thread of this name."""
    return {"dispatch": Dispatcher().step, "upkeep": Upkeep().step}


class Dispatcher:
    """Claims and publishes, a step at a time. Any number of dispatchers may run."""

    def __init__(self) -> None:
        self._consumers: dict[str, int] = {}
        self._paused: set[str] = set()
        self._survey_due = 0.0
        self._rests_until: dict[str, float] = {}

    def step(self) -> float:
        """Publish what is due. Returns how long to rest, in seconds."""
        self._survey()
        lanes = survey_lanes(tuple(lane.value for lane in PIPELINES if lane not in self._paused))
        published = [self._fill(Lane(lane), state) for lane, state in lanes.items()]
        if any(published):
            return 0
        return _rest(min((state.leased for state in lanes.values() if state.leased), default=0))

    def _survey(self) -> None:
        if time.monotonic() >= self._survey_due:
            self._survey_due = time.monotonic() + SURVEY_SECONDS
            self._consumers, self._paused = survey_consumers(), list_paused_lanes()

    def _fill(self, lane: Lane, state: LaneState) -> bool:
        """Publish at most one retry and one fresh claim; False when nothing was published."""
        if time.monotonic() < self._rests_until.get(lane, 0):
            return False
        places = window(lane, self._consumers) - state.in_flight
        tried = places > 0 and state.tried_due and self._publish(lane, tried=True)
        fresh = places > tried and state.fresh_due and self._publish(lane, tried=False)
        return tried or fresh

    def _publish(self, lane: Lane, *, tried: bool) -> bool:
        try:
            claimed = claim(lane, settings.CLAIM_MAX, tried=tried)
        except IntegrityError:
            return False
        if claimed is None:
            return False
        try:
            publish_chain(lane, claimed)
        except QueueFullError as error:
            give_back(claimed, str(error))
            self._rest_after_refusal([lane])
            log.warning("queue_full", queue=error.queue.value, given_back=len(claimed.work_ids))
            return False
        except BROKER_ERRORS as error:
            give_back(claimed, f"The broker refused it: {type(error).__name__}.")
            self._rest_after_refusal(PIPELINES)
            log.warning("broker_away", error=type(error).__name__, given_back=len(claimed.work_ids))
            return False
        return True

    def _rest_after_refusal(self, lanes: Iterable[Lane]) -> None:
        self._rests_until |= dict.fromkeys(lanes, time.monotonic() + REFUSED_SECONDS)


def _rest(leased: int) -> float:
    if leased >= settings.CLAIM_MAX:
        return CROWDED_REST_SECONDS
    return BUSY_REST_SECONDS if leased else IDLE_REST_SECONDS
