"""kill -9 in the middle of a rush: whatever dies, nothing that was accepted is lost."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import httpx
import pytest

from config.services.processes import wait_until
from tests.acceptance.aftermath import count_open, read_aftermath
from tests.acceptance.rush import MESSAGES, SECRET_WORD, Rush
from tests.services import Services
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS
from workers.contracts.pipelines import Queue

pytestmark = pytest.mark.system

AWAY_SECONDS = 2
DRAIN_SECONDS = 120
VICTIMS = [*(queue.value for queue in Queue), "dispatch", "postgres", "rabbitmq"]


@pytest.fixture
def rush(services: Services) -> Rush:
    """Everything lives and nothing is open: the former test is over."""
    services.wait_until_whole()
    assert wait_until(lambda: count_open(services) == 0, DRAIN_SECONDS)
    return Rush(services.address)


@pytest.mark.parametrize("victim", VICTIMS)
def test_what_was_accepted_comes_to_its_end_when_a_part_is_killed(
    services: Services, rush: Rush, victim: str
) -> None:
    def strike() -> None:
        services.kill(victim)
        time.sleep(AWAY_SECONDS)
        services.bring_back(victim)

    rush.run(strike)
    seconds = wait_until_drained(services)
    aftermath = read_aftermath(services, rush)
    say(
        f"{victim}: {len(rush.accepted)} accepted, refused with {rush.count_refused()}; "
        f"{aftermath.summary()}; drained {seconds:.1f} s after the last was sent"
    )
    aftermath.check(rush)
    # Accepting needs Postgres and nothing else.
    assert not rush.refused or victim == "postgres"
    for answer in rush.refused:
        assert answer.status_code in {500, 503}, answer
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert logs_with(SECRET_WORD, services) == []


def test_a_broker_that_is_away_costs_a_message_time_and_no_attempt(
    services: Services, rush: Rush
) -> None:
    services.kill("rabbitmq")
    rush.run(lambda: None)
    assert len(rush.accepted) == MESSAGES
    assert wait_until(lambda: are_pools_without_broker(services), 30)
    before = read_aftermath(services, rush)
    assert {fate.attempts for fate in before.fates.values()} == {0}
    assert "done" not in before.counts()
    services.bring_back("rabbitmq")
    seconds = wait_until_drained(services)
    aftermath = read_aftermath(services, rush)
    say(
        f"no broker: {len(rush.accepted)} accepted; {aftermath.summary()}; "
        f"drained {seconds:.1f} s after it was back"
    )
    aftermath.check(rush)
    done = [fate for fate in aftermath.fates.values() if fate.state == "done"]
    assert {fate.attempts for fate in done} == {1}
    assert logs_with(SECRET_WORD, services) == []


def test_a_broker_in_alarm_holds_up_no_event_and_no_heartbeat(
    services: Services, rush: Rush
) -> None:
    """A full memory or disk: it takes connections, and blocks who publishes."""
    services.broker.control("set_vm_memory_high_watermark", "0")
    try:
        rush.run(lambda: None)
        assert len(rush.accepted) == MESSAGES
        until = time.monotonic() + HEARTBEAT_STALE_SECONDS + 5
        while time.monotonic() < until:
            assert wait_until(lambda: is_every_event_numbered(services), 3)
            assert is_dispatcher_alive(services)
            time.sleep(0.5)
    finally:
        services.broker.control("set_vm_memory_high_watermark", "0.4")
    seconds = wait_until_drained(services)
    aftermath = read_aftermath(services, rush)
    say(f"alarm: {aftermath.summary()}; drained {seconds:.1f} s after it was over")
    aftermath.check(rush)


def wait_until_drained(services: Services) -> float:
    """Wait until all work has come to its end. Returns the seconds that it took."""
    started = time.monotonic()
    assert wait_until(lambda: count_open(services) == 0, DRAIN_SECONDS), count_open(services)
    return time.monotonic() - started


def is_every_event_numbered(services: Services) -> bool:
    query = "SELECT NOT EXISTS (SELECT FROM dispatch_event WHERE position IS NULL)"
    return bool(services.rows(query)[0][0])


def is_dispatcher_alive(services: Services) -> bool:
    consumers = httpx.get(f"{services.address}/statusz", timeout=5).json()["consumers"]
    return bool(consumers["dispatch"])


def are_pools_without_broker(services: Services) -> bool:
    """Whether monitors are told so of all pools."""
    reasons = httpx.get(f"{services.address}/statusz", timeout=5).json()["reasons"]
    pools = ", ".join(sorted(queue.value for queue in Queue))
    return any(reason.startswith(f"Pools do not reach the broker: {pools}.") for reason in reasons)


def logs_with(word: str, services: Services) -> list[Path]:
    """The logs of all processes, of Postgres and of RabbitMQ that hold the word."""
    folders = (services.logs, services.broker_logs)
    logs = [log for folder in folders for log in folder.rglob("*") if log.is_file()]
    assert len(logs) > len(VICTIMS)
    return [log for log in logs if word.encode() in log.read_bytes()]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
