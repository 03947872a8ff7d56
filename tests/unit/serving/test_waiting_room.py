"""Who waits, in order and within bounds."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.serving.refusals import NotReady, Overloaded
from workers.serving.waiting_room import WaitingRoom, estimate_tokens, pick_batch

PLACES = 4
BUDGET = 10


@dataclass(frozen=True, eq=False)
class Job:
    tokens: int
    deadline: float | None = None


JOBS = st.builds(Job, st.integers(1, 2 * BUDGET), st.none() | st.floats(0, 100))
STEPS = st.lists(JOBS | st.sampled_from(["take", "leave"]), max_size=60)


@given(st.lists(JOBS), st.floats(0, 100))
def test_a_batch_is_the_next_who_are_in_time_and_fit_the_budget(
    waiting: list[Job], now: float
) -> None:
    batch, late = pick_batch(waiting, BUDGET, now)
    passed = waiting[: len(batch) + len(late)]
    assert [job for job in passed if job in batch] == batch
    assert sorted(map(id, (*batch, *late))) == sorted(map(id, passed))
    assert all(job.deadline is not None and job.deadline <= now for job in late)
    assert all(job.deadline is None or job.deadline > now for job in batch)
    assert len(batch) <= 1 or sum(job.tokens for job in batch) <= BUDGET
    left = waiting[len(passed) :]
    assert not left or sum(job.tokens for job in (*batch, left[0])) > BUDGET


@given(STEPS)
def test_it_serves_in_order_and_never_holds_more_than_its_places(steps: list[Job | str]) -> None:
    room: WaitingRoom[Job] = WaitingRoom(PLACES, BUDGET)
    inside: deque[Job] = deque()
    for step in steps:
        if isinstance(step, Job):
            job = Job(step.tokens)
            if len(inside) == PLACES:
                with pytest.raises(Overloaded):
                    room.enter(job)
            else:
                room.enter(job)
                inside.append(job)
        elif inside and step == "leave":
            room.leave(inside.pop())
        elif inside:
            assert room.take() == [inside.popleft() for _ in range(_batch_size(inside))]
        assert len(room) == len(inside) <= PLACES


def _batch_size(inside: deque[Job]) -> int:
    return len(pick_batch(inside, BUDGET, 0.0)[0])


def test_whoever_came_too_late_is_not_served_and_holds_no_place() -> None:
    room: WaitingRoom[Job] = WaitingRoom(2, BUDGET)
    in_time = Job(1)
    room.enter(Job(1, deadline=0.0))
    room.enter(in_time)
    assert room.take() == [in_time]
    assert len(room) == 0


def test_a_closed_room_serves_who_is_inside_and_then_nobody() -> None:
    room: WaitingRoom[Job] = WaitingRoom(PLACES, BUDGET)
    inside = Job(1)
    room.enter(inside)
    room.close()
    with pytest.raises(NotReady):
        room.enter(Job(1))
    assert room.take() == [inside]
    assert room.take() == []


def test_closing_wakes_a_thread_that_waits_for_work() -> None:
    room: WaitingRoom[Job] = WaitingRoom(PLACES, BUDGET)
    taken: list[list[Job]] = []
    thread = threading.Thread(target=lambda: taken.append(room.take()))
    thread.start()
    room.close()
    thread.join(10)
    assert taken == [[]]


@given(st.lists(st.text(max_size=400)))
def test_the_estimate_grows_with_every_text_and_is_bounded_for_each(texts: list[str]) -> None:
    tokens = estimate_tokens(texts)
    assert 2 * len(texts) <= tokens <= 1024 * len(texts)
    assert estimate_tokens(["x" * 100_000]) == 1024
