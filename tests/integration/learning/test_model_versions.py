"""Which version serves, decided by the desk and by a training at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from sqlalchemy import Engine, create_engine

from apps.learning.model_versions import promote
from apps.learning.models import ModelVersion
from config.database import sqlalchemy_url
from workers.records.models import TrainedVersion
from workers.training.versions import store

pytestmark = pytest.mark.django_db(transaction=True)
TRAINED = TrainedVersion("newest", "understanding", "mini", {}, {"intent.onnx": b"a graph"})


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = create_engine(sqlalchemy_url(database_url))
    yield made
    made.dispose()


@pytest.fixture
def older() -> ModelVersion:
    ModelVersion.objects.create(version="serving", status="champion", encoder="mini")
    return ModelVersion.objects.create(version="older", status="retired", encoder="mini")


def end_a_training(engine: Engine, before_commit: Callable[[], object]) -> None:
    with engine.begin() as connection:
        store(connection, TRAINED, serves=True)
        before_commit()


def promote_in_desk(version: ModelVersion, before_commit: Callable[[], object]) -> None:
    with transaction.atomic():
        promote(version)
        before_commit()


def wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.05)
    pytest.fail("nobody waits for the lock")


@pytest.mark.parametrize("desk_first", [True, False])
def test_the_desk_and_a_training_promote_one_after_the_other_and_the_second_serves(
    engine: Engine, older: ModelVersion, desk_first: bool
) -> None:
    def end_in_desk(before_commit: Callable[[], object]) -> None:
        promote_in_desk(older, before_commit)

    def end_in_pool(before_commit: Callable[[], object]) -> None:
        end_a_training(engine, before_commit)

    first, second = (end_in_desk, end_in_pool) if desk_first else (end_in_pool, end_in_desk)

    def come_second() -> None:
        try:
            second(lambda: None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        waiting: list[Future[None]] = []

        def begin_the_second() -> None:
            waiting.append(thread.submit(come_second))
            wait_until_somebody_waits()

        first(begin_the_second)
        waiting[0].result(10)
    champions = ModelVersion.objects.filter(status="champion").values_list("version", flat=True)
    assert list(champions) == ["newest" if desk_first else "older"]
