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
from tests.processes import WORKERS, Program, environment_for
from tests.services import Services
from workers.contracts.pipelines import Queue

pytestmark = pytest.mark.system

AWAY_SECONDS = 8
ASKING = {queue.value for queue in (Queue.INFERENCE, Queue.INFERENCE_BULK, Queue.FEEDBACK_TRAINING)}
DRAIN_SECONDS = 120


@pytest.fixture
def house(first_day: FirstDay, tmp_path: Path) -> Path:
    """The folder of an installation that has its model already."""
    return first_day.copy(tmp_path / "house")


@pytest.fixture
def server(house: Path, encoder_dir: Path, tmp_path: Path) -> Iterator[Program]:
    """The server, which needs no database for a model's folder."""
    (model,) = (house / "models").iterdir()
    variables = {"INFERENCE_HTTP_PORT": str(free_port()), "INFERENCE_GRPC_PORT": str(free_port())}
    environment = environment_for(tmp_path, encoder_dir) | variables
    program = Program(
        (*WORKERS, "serve", "--model", str(model)), environment, tmp_path / "serve.log"
    )
    program.start()
    yield program
    program.stop()


@pytest.fixture
def services(house: Path, encoder_dir: Path, server: Program) -> Iterator[Services]:
    """The house whose two inference pools ask the server."""
    if not PROGRAMS.exists():
        pytest.skip("RabbitMQ is missing; run `apt-get install -y rabbitmq-server`")
    url = f"grpc://127.0.0.1:{server.environment['INFERENCE_GRPC_PORT']}"
    with Services(house, encoder_dir, INFERENCE_URL=url) as running:
        yield running


def test_a_server_that_is_away_costs_messages_time_and_nothing_else(
    services: Services, server: Program
) -> None:
    services.wait_until_whole()
    rush = Rush(services.address)

    def strike() -> None:
        server.kill()
        assert wait_until(lambda: pools_that_ask(services) == set(), 15)
        time.sleep(AWAY_SECONDS)
        server.start()

    rush.run(strike)
    assert wait_until(lambda: count_open(services) == 0, DRAIN_SECONDS)
    assert wait_until(lambda: pools_that_ask(services) == ASKING, 15)
    aftermath = read_aftermath(services, rush)
    sys.stdout.write(f"{len(rush.accepted)} accepted; {aftermath.summary()}\n")
    aftermath.check(rush)
    assert not rush.refused
    assert set(aftermath.counts()) <= {"done", "superseded"}
    # What the server had begun when it was killed was tried once more, and nothing else was.
    assert max(fate.attempts for fate in aftermath.fates.values()) <= 2


def pools_that_ask(services: Services) -> set[str]:
    """Which of the pools that ask the server say that they reach it."""
    query = (
        "SELECT queue FROM dispatch_heartbeat WHERE queue = ANY(%s) AND NOT details ? 'waits_for'"
    )
    return {queue for (queue,) in services.rows(query, list(ASKING))}
