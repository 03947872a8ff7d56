"""How many chains may be on their way, and who is there to run them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.dispatch.claiming import claim
from apps.dispatch.kinds import DELIVERY_LANE
from apps.dispatch.models import Heartbeat
from apps.dispatch.survey import LaneState, survey_consumers, survey_lanes, window
from tests.factories import beat, make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS, LEASE_SECONDS
from workers.contracts.pipelines import PIPELINES, Lane

LANES = tuple(lane.value for lane in PIPELINES)


@pytest.mark.parametrize(("slowest", "width"), [(0, 0), (1, 4), (3, 8)])
def test_the_window_is_as_wide_as_the_slowest_stage(slowest: int, width: int) -> None:
    consumers = {"preprocessing": 9, "inference": slowest, "recommendation": 5}
    assert window(Lane.LIVE, consumers) == width


def test_one_missing_stage_closes_the_window_of_its_lane_alone() -> None:
    consumers = {"preprocessing": 1, "inference.bulk": 1, "recommendation": 1}
    assert window(Lane.LIVE, consumers) == 0
    assert window(Lane.BULK, consumers) == 4


def test_the_deliverer_does_one_thing_at_a_time() -> None:
    assert window(DELIVERY_LANE, {}) == 1


def test_consumers_are_counted_by_queue_until_their_hearts_stop() -> None:
    beat("preprocessing", "inference")
    Heartbeat.objects.create(process="second", queue="inference")
    dead = timezone.now() - timedelta(seconds=HEARTBEAT_STALE_SECONDS + 1)
    Heartbeat.objects.create(process="third", queue="inference", seen_at=dead)
    assert survey_consumers() == {"preprocessing": 1, "inference": 2}


def test_an_idle_lane_has_nothing_due_and_nothing_on_its_way() -> None:
    assert survey_lanes(LANES) == dict.fromkeys(LANES, LaneState(False, False, 0, 0))


def test_a_lane_shows_what_is_fresh_what_was_tried_and_how_much_is_on_its_way() -> None:
    for _ in range(3):
        make_message()
    batch = claim(Lane.LIVE, 2, tried=False)
    assert batch is not None
    assert survey_lanes(LANES)["live"] == LaneState(True, False, in_flight=1, leased=2)
    chains.preprocess(chains.claimed_payload(batch))
    chains.retry_later(batch.token, batch.work_ids[:1])
    assert not survey_lanes(LANES)["live"].tried_due
    pass_time(LEASE_SECONDS)
    assert survey_lanes(LANES)["live"] == LaneState(True, True, in_flight=1, leased=1)
