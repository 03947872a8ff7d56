"""Who waits for a model, in order, and never more of them than there are places."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from workers.models.tokenizer import MAX_WINDOWS, WINDOW_LENGTH
from workers.serving.refusals import NotReady, Overloaded

# About what a token takes; what runs at once on a GPU is bounded by the encoder, exactly.
BYTES_PER_TOKEN = 3
SPECIAL_TOKENS = 2
MOST_TOKENS = MAX_WINDOWS * WINDOW_LENGTH


class Waiting(Protocol):
    """`tokens`: what it will cost; `deadline`: on the monotonic clock, None for never."""

    @property
    def tokens(self) -> int: ...

    @property
    def deadline(self) -> float | None: ...


Job = TypeVar("Job", bound=Waiting)


def estimate_tokens(texts: Iterable[str]) -> int:
    """What a model will read of the texts, about, without cutting them into tokens twice."""
    sizes = (len(text.encode()) // BYTES_PER_TOKEN + SPECIAL_TOKENS for text in texts)
    return sum(min(size, MOST_TOKENS) for size in sizes)


def pick_batch(waiting: Iterable[Job], budget: int, now: float) -> tuple[list[Job], list[Job]]:
    """From the front: those that run together, and those before their end that came too late.

    The first runs whatever it costs, the next ones as long as all of them fit the budget.
    """
    batch: list[Job] = []
    late: list[Job] = []
    spent = 0
    for job in waiting:
        if job.deadline is not None and job.deadline <= now:
            late.append(job)
        elif batch and spent + job.tokens > budget:
            break
        else:
            batch.append(job)
            spent += job.tokens
    return batch, late


class WaitingRoom(Generic[Job]):
    """First come, first served; safe for threads. `budget`: tokens of one batch."""

    def __init__(self, places: int, budget: int) -> None:
        self._places = places
        self._budget = budget
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._change = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._jobs)

    def enter(self, job: Job) -> None:
        """Raises Overloaded when every place is taken, NotReady once it is closed."""
        with self._change:
            if self._closed:
                raise NotReady("The server is about to end: ask another one.")
            if len(self._jobs) >= self._places:
                raise Overloaded(f"{self._places} callers wait already: try again later.")
            self._jobs[id(job)] = job
            self._change.notify()

    def leave(self, job: Job) -> None:
        """Its caller has gone, or has an answer; once it runs this changes nothing."""
        with self._change:
            self._jobs.pop(id(job), None)

    def take(self) -> list[Job]:
        """Wait for the next batch; empty once the room is closed and nobody waits."""
        with self._change:
            while True:
                self._change.wait_for(lambda: self._jobs or self._closed)
                batch, late = pick_batch(self._jobs.values(), self._budget, time.monotonic())
                for job in (*batch, *late):
                    del self._jobs[id(job)]
                if batch or self._closed:
                    return batch

    def close(self) -> None:
        """Let nobody in any more; who waits is still served."""
        with self._change:
            self._closed = True
            self._change.notify_all()
