"""The loops: asleep while there is nothing to do, awake at a hint, alive when Postgres dies."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from apps.dispatch import hints
from apps.dispatch.actions import record_event
from apps.dispatch.hints import Channel, Listener
from apps.dispatch.loops import run_loop
from apps.dispatch.models import Work
from config.services.postgres import EmbeddedPostgres
from tests.factories import make_message
from tests.integration.dispatch.threads import PATIENCE_SECONDS, beside
from workers.db.engine import engine

LONG = 1000.0
SHORT = 0.05


CRASH = """
import django
django.setup()
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_until_told

def crash():
    raise ValueError("my secret words")

run_until_told(lambda: 0.01, crash, channel=Channel.DELIVER)
"""


class Steps:
    """Counts the steps of a loop, and rests after each as long as a test wants."""

    def __init__(self, rest: float) -> None:
        self.rest = rest
        self.taken: queue.Queue[int] = queue.Queue()

    def __call__(self) -> float:
        self.taken.put(Work.objects.count())
        return self.rest

    def await_step(self) -> int:
        """What the next step found, when it has been taken."""
        return self.taken.get(timeout=PATIENCE_SECONDS)


@contextmanager
def looping(step: Callable[[], float]) -> Iterator[None]:
    stop = threading.Event()
    with beside(lambda: run_loop(step, Channel.DISPATCH, stop)):
        try:
            yield
        finally:
            stop.set()
            with hints.connect_directly() as hinting:
                hinting.execute("SELECT pg_notify(%s, '')", [Channel.DISPATCH])


@contextmanager
def pool_renewed_afterwards() -> Iterator[None]:
    """Takes away the connections that died with the server, for the sake of later tests."""
    try:
        yield
    finally:
        wrapper = connections["default"]
        assert isinstance(wrapper, DatabaseWrapper)
        wrapper.close()
        wrapper.close_pool()
        engine().dispose()


def test_a_hint_wakes_a_listener_once() -> None:
    with Listener(Channel.DISPATCH) as listener:
        hints.send(Channel.DISPATCH)
        assert is_woken(listener)
        assert is_silent(listener)


def is_woken(listener: Listener) -> bool:
    """Whether a listener hears something before its time is over."""
    before = time.monotonic()
    listener.wait(PATIENCE_SECONDS)
    return time.monotonic() - before < PATIENCE_SECONDS


def is_silent(listener: Listener) -> bool:
    """Whether a listener sleeps as long as it may."""
    before = time.monotonic()
    listener.wait(SHORT)
    return time.monotonic() - before >= SHORT


def test_without_a_hint_a_listener_sleeps_its_time() -> None:
    with Listener(Channel.DISPATCH) as listener:
        assert is_silent(listener)


def test_hints_are_sent_after_the_commit_and_not_before() -> None:
    with Listener(Channel.DISPATCH) as listener:
        with transaction.atomic():
            record_event("under way")
            assert is_silent(listener)
        assert is_woken(listener)


def test_what_is_rolled_back_wakes_nobody() -> None:
    with Listener(Channel.DISPATCH) as listener:
        with transaction.atomic():
            record_event("never was")
            transaction.set_rollback(True)
        assert is_silent(listener)


def test_a_resting_loop_takes_its_next_step_as_soon_as_a_message_is_accepted() -> None:
    steps = Steps(rest=LONG)
    with looping(steps):
        assert steps.await_step() == 0
        make_message()
        found = steps.await_step()
        while found == 0:
            found = steps.await_step()
    assert found == 1


def test_a_loop_rests_as_long_as_its_step_said_and_not_at_all_after_work() -> None:
    steps = Steps(rest=0)
    with looping(steps):
        for _ in range(3):
            steps.await_step()
        steps.rest = SHORT
        for _ in range(3):
            steps.await_step()


def test_a_loop_goes_on_when_the_database_was_killed_and_came_back(
    postgres: EmbeddedPostgres,
) -> None:
    steps = Steps(rest=SHORT)
    make_message()
    with pool_renewed_afterwards(), looping(steps):
        assert steps.await_step() == 1
        postgres.kill()
        while not steps.taken.empty():
            steps.await_step()
        postgres.start()
        assert [steps.await_step() for _ in range(3)] == [1, 1, 1]


def test_a_step_that_breaks_ends_the_process_and_says_where_but_not_what_it_read(
    process_environment: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH],
        check=False,
        capture_output=True,
        text=True,
        env=process_environment,
    )
    assert done.returncode == 1
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert line["event"] == "loop_failed"
    assert "in crash" in line["exception"]
    assert "ValueError" in line["exception"]
    assert "secret" not in done.stderr
