"""A queue at its limit, on a real RabbitMQ: its own lane waits, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from structlog.testing import capture_logs

from apps.assist.kinds import FEEDBACK
from apps.dispatch import publish
from apps.dispatch.actions import enqueue
from apps.dispatch.dispatcher import Dispatcher
from apps.dispatch.models import Work
from config.celery import create_app
from config.services.node import PROGRAMS
from config.services.processes import wait_until
from config.services.rabbitmq import PrivateRabbitMQ
from tests.factories import beat, make_message
from workers.contracts.pipelines import Lane, Queue

pytestmark = pytest.mark.skipif(
    not PROGRAMS.exists(), reason="RabbitMQ is missing; run `apt-get install -y rabbitmq-server`"
)

PATIENCE_SECONDS = 10
LIMIT = '{"max-length": 1, "overflow": "reject-publish"}'


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateRabbitMQ]:
    with PrivateRabbitMQ(tmp_path_factory.mktemp("rabbitmq")) as running:
        yield running


@pytest.fixture
def full(broker: PrivateRabbitMQ, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """The queue of feedback, which has got as much as it takes."""
    monkeypatch.setattr(publish, "app", create_app(broker.url))
    broker.control("set_policy", "full", f"^{Queue.FEEDBACK}$", LIMIT)
    beat()
    assert wait_until(lambda: is_refused(Dispatcher()), PATIENCE_SECONDS)
    return Queue.FEEDBACK


def is_refused(dispatcher: Dispatcher) -> bool:
    enqueue(FEEDBACK, uuid4())
    dispatcher.step()
    return Work.objects.filter(lane=Lane.FEEDBACK, state=Work.State.PENDING).exists()


def test_a_full_queue_holds_back_its_own_lane_and_says_which_it_is(full: Queue) -> None:
    dispatcher = Dispatcher()
    with capture_logs() as logs:
        dispatcher.step()
    assert [(line["event"], line["queue"]) for line in logs] == [("queue_full", full.value)]
    waiting = Work.objects.get(lane=Lane.FEEDBACK, state=Work.State.PENDING)
    assert (waiting.attempts, waiting.last_error) == (0, "The queue feedback is full.")
    make_message()
    with capture_logs() as logs:
        assert dispatcher.step() == 0
    assert Work.objects.get(lane=Lane.LIVE).state == Work.State.LEASED
    assert logs == []


def test_what_waits_for_a_full_queue_is_told_and_goes_on_when_there_is_room(
    full: Queue, broker: PrivateRabbitMQ
) -> None:
    status = Client().get("/statusz").json()
    assert status["reasons"] == []
    assert status["warnings"][0].startswith("The queue feedback is full: 1 waiting in the lane")
    broker.control("clear_policy", "full")
    dispatcher = Dispatcher()
    assert wait_until(lambda: dispatcher.step() == 0, PATIENCE_SECONDS)
    assert not Work.objects.filter(state=Work.State.PENDING).exists()
    assert Client().get("/statusz").json()["warnings"] == []
