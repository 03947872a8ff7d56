"""The dispatcher: as much as the pools can take, and nothing that nobody would take."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from apps.dispatch import publish
from apps.dispatch.dispatcher import (
    CROWDED_REST_SECONDS,
    Dispatcher,
)
from apps.dispatch.loops import BUSY_REST_SECONDS, IDLE_REST_SECONDS
from apps.dispatch.models import Heartbeat, Work
from apps.dispatch.upkeep import Upkeep
from config.celery import app, create_app
from config.services.processes import wait_until
from tests.factories import beat, make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from workers.contracts.envelopes import WorkClaimed
from workers.contracts.leases import LEASE_SECONDS, RETRY_DELAYS
from workers.contracts.pipelines import Lane, Queue

Published = Callable[[], list[tuple[WorkClaimed, list[str]]]]


@pytest.fixture
def published() -> Iterator[Published]:
    """What the broker in memory has got since the last look: payloads, and the hops after."""
    with app.connection_for_write() as connection:
        channel = connection.default_channel

        def take() -> list[tuple[WorkClaimed, list[str]]]:
            taken = []
            while message := channel.basic_get(Queue.PREPROCESSING.value, no_ack=True):
                taken.append(_read(message.decode()))
            return taken

        app.amqp.queues[Queue.PREPROCESSING.value](channel).declare()
        take()
        yield take
        take()


def _read(body: Any) -> tuple[WorkClaimed, list[str]]:
    (payload,), _, options = body
    later = [hop["task"] for hop in reversed(options["chain"])]
    return WorkClaimed.model_validate(payload), later


def states() -> list[str]:
    return list(Work.objects.order_by("id").values_list("state", flat=True))


def chains_under_way() -> int:
    leased = Work.objects.filter(state=Work.State.LEASED)
    return leased.values("lease_token").distinct().count()


def test_a_claim_is_published_as_one_chain_of_all_stages(published: Published) -> None:
    beat()
    for _ in range(3):
        make_message()
    assert Dispatcher().step() == 0
    ((payload, later),) = published()
    assert payload.items == tuple(Work.objects.order_by("id").values_list("id", flat=True))
    assert {work.lease_token for work in Work.objects.all()} == {payload.lease_token}
    assert later == ["inference.analyze_messages", "recommendation.recommend_replies"]


@pytest.mark.parametrize("silent", ["preprocessing", "inference", "recommendation"])
def test_a_lane_is_not_claimed_while_a_stage_of_it_has_no_heartbeat(
    published: Published, silent: str
) -> None:
    beat(*(queue.value for queue in Queue if queue != silent))
    dead = timezone.now() - timedelta(minutes=1)
    Heartbeat.objects.create(process="dead", queue=silent, seen_at=dead)
    make_message()
    assert Dispatcher().step() == IDLE_REST_SECONDS
    assert states() == [Work.State.PENDING]
    assert published() == []


@pytest.mark.usefixtures("published")
def test_what_is_on_its_way_is_looked_after_less_often_once_it_is_a_whole_claim() -> None:
    beat()
    for _ in range(2):
        make_message()
    dispatcher = Dispatcher()
    assert [dispatcher.step() for _ in range(2)] == [0, BUSY_REST_SECONDS]
    with override_settings(CLAIM_MAX=2):
        assert dispatcher.step() == CROWDED_REST_SECONDS


@override_settings(CLAIM_MAX=1)
def test_no_more_chains_are_under_way_than_the_window_allows(published: Published) -> None:
    beat()
    for _ in range(6):
        make_message()
    dispatcher = Dispatcher()
    assert [dispatcher.step() for _ in range(5)] == [0, 0, 0, 0, CROWDED_REST_SECONDS]
    assert chains_under_way() == 4
    payloads = [payload for payload, _ in published()]
    assert len(payloads) == 4
    decided = chains.decide(chains.analyze(chains.preprocess(payloads[0])), {})
    assert chains.write(payloads[0].lease_token, decided) == set(payloads[0].items)
    assert dispatcher.step() == 0
    assert chains_under_way() == 4


def test_what_was_tried_before_and_what_is_fresh_are_published_side_by_side(
    published: Published,
) -> None:
    beat()
    tried = make_message()
    dispatcher = Dispatcher()
    dispatcher.step()
    ((payload, _),) = published()
    chains.preprocess(payload)
    chains.retry_later(payload.lease_token, payload.items)
    pass_time(RETRY_DELAYS[0])
    make_message()
    make_message()
    assert dispatcher.step() == 0
    sizes = [len(payload.items) for payload, _ in published()]
    assert sizes == [1, 2]
    assert Work.objects.get(subject_id=tried.id).state == Work.State.LEASED


def test_a_lease_that_ran_out_is_published_again(published: Published) -> None:
    beat()
    make_message()
    Dispatcher().step()
    pass_time(LEASE_SECONDS)
    Upkeep().step()
    pass_time(RETRY_DELAYS[0])
    Dispatcher().step()
    (first, _), (second, _) = published()
    assert first.items == second.items
    assert first.lease_token != second.lease_token
    assert chains.preprocess(first).items == ()
    assert len(chains.preprocess(second).items) == 1


@pytest.fixture
def closed_broker() -> str:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"amqp://guest:guest@127.0.0.1:{port}//"


def test_a_broker_that_refuses_is_not_waited_for(
    closed_broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "app", create_app(closed_broker))
    monkeypatch.setattr("kombu.utils.functional.sleep", pytest.fail)
    beat()
    make_message()
    assert Dispatcher().step() == IDLE_REST_SECONDS
    assert Work.objects.get().last_error == "The broker refused it: OperationalError."


def test_while_the_broker_refuses_nothing_is_lost_and_no_attempt_is_spent(
    closed_broker: str, process_environment: dict[str, str]
) -> None:
    beat()
    message = make_message()
    environment = {**process_environment, "BROKER_URL": closed_broker}
    dispatcher = subprocess.Popen([sys.executable, "manage.py", "dispatch"], env=environment)
    try:
        assert wait_until(lambda: "refused" in Work.objects.get().last_error, 20)
    finally:
        dispatcher.send_signal(signal.SIGTERM)
        assert dispatcher.wait(timeout=20) == 0
    work = Work.objects.get()
    assert (work.state, work.attempts, work.lease_token) == (Work.State.PENDING, 0, None)
    assert work.last_error == "The broker refused it: OperationalError."
    assert (work.lane, work.subject_id) == (Lane.LIVE, message.id)
