"""A pool whose broker is away, on a real RabbitMQ that is killed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from config.services.node import PROGRAMS
from config.services.processes import send, wait_until, working_in
from config.services.rabbitmq import PrivateRabbitMQ
from tests.processes import WORKERS, Program
from workers.contracts.pipelines import Queue

pytestmark = pytest.mark.skipif(
    not PROGRAMS.exists(), reason="RabbitMQ is missing; run `apt-get install -y rabbitmq-server`"
)

POOL = Queue.PREPROCESSING.value
PATIENCE_SECONDS = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "rabbitmq"


@pytest.fixture
def broker(folder: Path) -> Iterator[PrivateRabbitMQ]:
    """Its address is known, and nobody listens there yet."""
    node = PrivateRabbitMQ(folder)
    node.start()
    node.kill()
    yield node
    node.stop()


@pytest.fixture
def pool(
    broker: PrivateRabbitMQ, process_environment: dict[str, str], tmp_path: Path
) -> Iterator[Program]:
    environment = {**process_environment, "BROKER_URL": broker.url}
    program = Program((*WORKERS, "pool", POOL), environment, tmp_path / "pool.log")
    program.start()
    yield program
    assert program.stop() == 0


@pytest.mark.usefixtures("pool")
def test_a_pool_says_that_it_waits_for_the_broker_and_that_it_works_when_it_is_back(
    broker: PrivateRabbitMQ, folder: Path
) -> None:
    assert wait_until(is_waiting, PATIENCE_SECONDS)
    broker.start()
    assert wait_until(is_at_work, PATIENCE_SECONDS)
    broker.settle()
    broker.kill()
    assert wait_until(is_waiting, PATIENCE_SECONDS)
    broker.start()
    assert wait_until(is_at_work, PATIENCE_SECONDS)
    # Its connections stay, and nothing comes over them.
    send(signal.SIGSTOP, working_in(folder))
    assert wait_until(is_waiting, PATIENCE_SECONDS)
    send(signal.SIGCONT, working_in(folder))
    assert wait_until(is_at_work, PATIENCE_SECONDS)


def is_waiting() -> bool:
    status = Client().get("/statusz").json()
    said = f"Pools do not reach the broker: {POOL}."
    return status["consumers"][POOL] == 0 and any(said in each for each in status["reasons"])


def is_at_work() -> bool:
    return bool(Client().get("/statusz").json()["consumers"][POOL])
