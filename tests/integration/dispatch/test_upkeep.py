"""What goes on beside the dispatcher, whatever the broker does."""

from __future__ import annotations

import pytest

from apps.dispatch.claiming import claim
from apps.dispatch.loops import BUSY_REST_SECONDS, IDLE_REST_SECONDS
from apps.dispatch.models import Event
from apps.dispatch.upkeep import Upkeep
from tests.factories import make_message
from workers.contracts.pipelines import Lane

pytestmark = pytest.mark.django_db


def test_each_step_numbers_the_events() -> None:
    make_message()
    Upkeep().step()
    assert not Event.objects.filter(position=None).exists()


def test_while_the_pools_hold_work_it_is_soon_looked_for_what_they_wrote() -> None:
    make_message()
    upkeep = Upkeep()
    assert upkeep.step() == IDLE_REST_SECONDS
    assert claim(Lane.LIVE, 1, tried=False)
    assert upkeep.step() == BUSY_REST_SECONDS
