"""A pool says that it is there for as long as it is able to work."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from apps.dispatch.queries import list_processes
from apps.dispatch.survey import survey_consumers
from config.services.processes import wait_until
from workers.contracts.services import Service
from workers.runtime import heartbeat
from workers.runtime.heartbeat import Pulse

QUEUE = "a queue of this test"
PATIENCE_SECONDS = 10


def test_a_pool_that_cannot_work_is_not_there_until_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.02)
    able = threading.Event()
    pulse = Pulse(QUEUE, {"provider": "none"}, lambda: None if able.is_set() else Service.BROKER)
    pulse.start()
    assert wait_until(lambda: waits_for() == ["broker"], PATIENCE_SECONDS)
    assert consumers() == 0
    for _ in range(2):
        able.set()
        assert wait_until(lambda: consumers() == 1, PATIENCE_SECONDS)
        assert waits_for() == [""]
        able.clear()
        assert wait_until(lambda: consumers() == 0, PATIENCE_SECONDS)
    able.set()
    assert wait_until(lambda: consumers() == 1, PATIENCE_SECONDS)
    pulse.stop()
    assert waits_for() == []


def test_a_pool_goes_on_when_its_table_was_away_as_while_a_backup_is_put_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.02)
    pulse = Pulse(QUEUE, {}, lambda: None)
    pulse.start()
    assert wait_until(lambda: consumers() == 1, PATIENCE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dispatch_heartbeat RENAME TO away")
        time.sleep(0.2)
        cursor.execute("DELETE FROM away")
        cursor.execute("ALTER TABLE away RENAME TO dispatch_heartbeat")
    assert wait_until(lambda: consumers() == 1, PATIENCE_SECONDS)
    pulse.stop()


def test_a_pool_that_ends_before_it_was_ready_ends_in_peace() -> None:
    pulse = Pulse(QUEUE, {}, lambda: None)
    pulse.stop()
    pulse.start()
    pulse.stop()
    assert consumers() == 0


def waits_for() -> list[str]:
    return [process.waits_for for process in list_processes() if process.queue == QUEUE]


def consumers() -> int:
    return survey_consumers().get(QUEUE, 0)
