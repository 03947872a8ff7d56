"""During a rollout, and after one was taken back, there is work of kinds that others know."""

from __future__ import annotations

from uuid import uuid4

import pytest

from apps.dispatch.actions import enqueue
from apps.dispatch.deliverer import deliver_step
from apps.dispatch.kinds import DELIVERY_LANE, LANES_OF_DELIVERER, Kind, register
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Work
from apps.dispatch.redrive import redrive
from apps.dispatch.upkeep import Upkeep
from tests.factories import make_message
from tests.integration.dispatch.passing import pass_time
from workers.contracts.leases import MAX_ATTEMPTS
from workers.contracts.pipelines import Lane

DEADLINE_SECONDS = 600
KNOWN = Kind(name="test_known", lane=DELIVERY_LANE, deliver=lambda _: None)
register(KNOWN)


def enqueue_unknown(lane: str) -> Work:
    """As a newer release would; this one registers no such kind."""
    enqueue(Kind(name="test_newer", lane=lane), uuid4())
    return Work.objects.get(kind="test_newer")


@pytest.mark.parametrize("lane", LANES_OF_DELIVERER)
def test_a_deliverer_leaves_them_alone_and_does_what_it_knows(lane: str) -> None:
    newer = enqueue_unknown(lane)
    enqueue(KNOWN, uuid4())
    assert deliver_step() == 0
    assert [deliver_step(), deliver_step(lane)] == [IDLE_REST_SECONDS, IDLE_REST_SECONDS]
    assert Work.objects.get(kind=KNOWN.name).state == Work.State.DONE
    newer.refresh_from_db()
    assert (newer.state, newer.attempts) == (Work.State.PENDING, 0)


@pytest.mark.parametrize("lane", [Lane.LIVE, DELIVERY_LANE])
def test_a_dispatcher_gives_up_what_it_knows_and_none_of_them(lane: str) -> None:
    newer = enqueue_unknown(lane)
    Work.objects.update(attempts=MAX_ATTEMPTS)
    message = make_message()
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert Work.objects.get(subject_id=message.id).state == Work.State.FAILED
    newer.refresh_from_db()
    assert newer.state == Work.State.PENDING


def test_one_that_failed_is_not_tried_again_here_and_says_why() -> None:
    newer = enqueue_unknown(DELIVERY_LANE)
    Work.objects.update(state=Work.State.FAILED)
    assert redrive(newer.id) == "This release does not know its kind."
