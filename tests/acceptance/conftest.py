"""One installation for all journeys: made once by a first start, then copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.services.node import PROGRAMS
from tests.acceptance.one_process import FirstDay, live_a_first_day
from tests.services import Services


@pytest.fixture(scope="session")
def first_day(encoder_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> FirstDay:
    return live_a_first_day(tmp_path_factory.mktemp("first-day"), encoder_dir)


@pytest.fixture(scope="session")
def services(
    first_day: FirstDay, encoder_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """All services, started by the first test that needs them."""
    if not PROGRAMS.exists():
        pytest.skip("RabbitMQ is missing; run `apt-get install -y rabbitmq-server`")
    folder = first_day.copy(tmp_path_factory.mktemp("services"))
    with Services(folder, encoder_dir) as running:
        yield running
