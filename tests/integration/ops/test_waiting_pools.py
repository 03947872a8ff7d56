"""Pools that live, and lack a service that they need."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from apps.dispatch.models import Heartbeat
from tests.factories import beat
from tests.integration.ops.test_ops_page import PAGE, first_line


@pytest.mark.parametrize(
    ("need", "repair"), [("broker", "Start RabbitMQ"), ("inference server", "workers serve")]
)
def test_a_service_that_pools_do_not_reach_is_said_and_not_that_they_were_missing(
    supervisor: Client, need: str, repair: str
) -> None:
    beat()
    waiting = Heartbeat.objects.filter(queue__startswith="inference")
    waiting.update(details={"waits_for": need})
    said = first_line(supervisor)
    assert said.startswith(f"Pools do not reach the {need}: inference, inference.bulk.")
    page = unescape(supervisor.get(PAGE).content.decode())
    assert repair in page
    assert page.count(f"waits for the {need}") == 2
    assert "pool inference" not in page
    status = Client().get("/statusz").json()
    assert (len(status["reasons"]), status["consumers"]["inference"]) == (1, 0)


def test_a_pool_that_waits_beside_one_that_works_is_a_warning(supervisor: Client) -> None:
    beat()
    Heartbeat.objects.create(
        process="second@test", queue="inference", details={"waits_for": "broker"}
    )
    status = Client().get("/statusz").json()
    assert (status["reasons"], status["consumers"]["inference"]) == ([], 1)
    assert status["warnings"][0].startswith("Pools do not reach the broker: inference.")
