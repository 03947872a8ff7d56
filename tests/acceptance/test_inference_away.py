"""Pools that share an inference server, and the server killed in the middle of a rush."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.services.node import PROGRAMS
from config.services.processes import free_port, wait_until
from tests.acceptance.aftermath import count_open, read_aftermath
from tests.acceptance.one_process import FirstDay
from tests.acceptance.rush import Rush
from tests.processes import WORKERS, Program, Services
from workers.contracts import Queue

pytestmark = pytest.mark.system

AWAY_SECONDS = 8
DRAIN_SECONDS = 120


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def services(
    first_day: FirstDay, encoder_dir: Path, port: int, tmp_path: Path
) -> Iterator[Services]:
    """The house whose two inference pools ask the server on the port."""
    if not PROGRAMS.exists():
        pytest.skip("RabbitMQ is missing; run `apt-get install -y rabbitmq-server`")
    folder = first_day.copy(tmp_path / "services")
    with Services(folder, encoder_dir, INFERENCE_URL=f"grpc://127.0.0.1:{port}") as running:
        yield running


@pytest.fixture
def server(services: Services, port: int) -> Iterator[Program]:
    """The server itself, which looks for the champion in the services' database."""
    variables = {"INFERENCE_HTTP_PORT": str(free_port()), "INFERENCE_GRPC_PORT": str(port)}
    environment = services.environment | variables
    program = Program((*WORKERS, "serve"), environment, services.logs / "serve.log")
    program.start()
    yield program
    program.stop()


def test_a_server_that_is_away_costs_messages_time_and_nothing_else(
    services: Services, server: Program
) -> None:
    services.wait_until_whole()
    rush = Rush(services.address)

    def strike() -> None:
        server.kill()
        assert wait_until(lambda: inference_pools(services) == 0, 15)
        time.sleep(AWAY_SECONDS)
        server.start()

    rush.run(strike)
    assert wait_until(lambda: count_open(services) == 0, DRAIN_SECONDS)
    assert wait_until(lambda: inference_pools(services) == 2, 15)
    aftermath = read_aftermath(services, rush)
    sys.stdout.write(f"{len(rush.accepted)} accepted; {aftermath.summary()}\n")
    aftermath.check(rush)
    assert not rush.refused
    assert set(aftermath.counts()) <= {"done", "superseded"}
    # What the server had begun when it was killed was tried once more, and nothing else was.
    assert max(fate.attempts for fate in aftermath.fates.values()) <= 2


def inference_pools(services: Services) -> int:
    """How many of the two inference pools say that they are there."""
    names = [Queue.INFERENCE.value, Queue.INFERENCE_BULK.value]
    query = "SELECT count(*) FROM dispatch_heartbeat WHERE queue = ANY(%s)"
    return int(services.rows(query, names)[0][0])
