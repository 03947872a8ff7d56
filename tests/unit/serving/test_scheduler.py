"""Many callers, few threads, and to each its own answer."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.serving.refusals import Overloaded, TooLate
from workers.serving.scheduler import Failed, Scheduler

TEXTS = st.lists(st.text(max_size=8), min_size=1, max_size=4)
BROKEN = "broken"


def say(operation: str, texts: Sequence[str]) -> list[str]:
    """What the model of these tests says of each text; some it cannot bear."""
    if BROKEN in texts:
        raise ValueError("it said broken")
    return [f"{operation}:{text}" for text in texts]


def with_scheduler(
    run: Callable[[str, Sequence[str]], list[str]],
    ask: Callable[[Scheduler[str]], Coroutine[Any, Any, Any]],
    places: int = 1000,
) -> Any:
    async def main() -> Any:
        scheduler = Scheduler(run, threads=2, places=places, budget=20)
        try:
            return await ask(scheduler)
        finally:
            await asyncio.to_thread(scheduler.close)

    return asyncio.run(main())


@given(st.lists(st.tuples(st.sampled_from(["embed", "read"]), TEXTS), max_size=20))
def test_no_caller_gets_the_answer_of_another(asked: list[tuple[str, list[str]]]) -> None:
    async def ask_all(scheduler: Scheduler[str]) -> list[list[str]]:
        return await asyncio.gather(*(scheduler.submit(*each, None) for each in asked))

    answers = with_scheduler(say, ask_all)
    assert answers == [say(operation, texts) for operation, texts in asked]


@given(st.lists(TEXTS, min_size=1, max_size=8), st.sets(st.integers(0, 7)))
def test_a_broken_text_fails_the_request_that_has_it_alone(
    asked: list[list[str]], broken: set[int]
) -> None:
    requests = [[*t, BROKEN] if place in broken else t for place, t in enumerate(asked)]

    async def ask_all(scheduler: Scheduler[str]) -> list[Any]:
        asking = (scheduler.submit("read", texts, None) for texts in requests)
        return await asyncio.gather(*asking, return_exceptions=True)

    for texts, answer in zip(requests, with_scheduler(say, ask_all), strict=True):
        if BROKEN in texts:
            assert isinstance(answer, Failed)
            assert BROKEN not in str(answer)
        else:
            assert answer == say("read", texts)


class Gate:
    """A model that is busy until it is let go, and keeps a list of what it ran."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.busy = threading.Semaphore(0)
        self.ran: list[str] = []

    def __call__(self, operation: str, texts: Sequence[str]) -> list[str]:
        self.busy.release()
        self.open.wait(10)
        self.ran += texts
        return say(operation, texts)

    async def occupy(self, scheduler: Scheduler[str]) -> list[asyncio.Task[list[str]]]:
        """Give both threads something to do, and wait until they do it."""
        busy = []
        for name in ("first", "second"):
            busy.append(asyncio.create_task(scheduler.submit("read", [name], None)))
            await asyncio.to_thread(self.busy.acquire)
        return busy


def test_one_caller_too_many_is_refused_at_once_and_the_others_are_served() -> None:
    gate = Gate()

    async def ask(scheduler: Scheduler[str]) -> list[list[str]]:
        busy = await gate.occupy(scheduler)
        waiting = asyncio.create_task(scheduler.submit("read", ["third"], None))
        await asyncio.sleep(0)
        assert scheduler.waiting == 1
        with pytest.raises(Overloaded):
            await scheduler.submit("read", ["fourth"], None)
        gate.open.set()
        return await asyncio.gather(*busy, waiting)

    assert with_scheduler(gate, ask, places=1) == [["read:first"], ["read:second"], ["read:third"]]
    assert "fourth" not in gate.ran


def test_work_whose_caller_has_gone_never_runs_and_holds_no_place() -> None:
    gate = Gate()

    async def ask(scheduler: Scheduler[str]) -> None:
        busy = await gate.occupy(scheduler)
        gone = asyncio.create_task(scheduler.submit("read", ["gone"], None))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert scheduler.waiting == 0
        gate.open.set()
        await asyncio.gather(*busy)

    with_scheduler(gate, ask)
    assert sorted(gate.ran) == ["first", "second"]


def test_work_whose_time_is_over_is_answered_then_and_never_runs() -> None:
    gate = Gate()

    async def ask(scheduler: Scheduler[str]) -> None:
        busy = await gate.occupy(scheduler)
        with pytest.raises(TooLate):
            await scheduler.submit("read", ["late"], time.monotonic() + 0.01)
        gate.open.set()
        await asyncio.gather(*busy)

    with_scheduler(gate, ask)
    assert sorted(gate.ran) == ["first", "second"]
