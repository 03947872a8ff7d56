"""A bounded queue of callers that wait for a model, in order of arrival."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from workers.models.tokenizer import MAX_WINDOWS, WINDOW_LENGTH
from workers.serving.refusals import NotReady, Overloaded

# A rough estimate: the encoder itself bounds exactly what runs at once on a GPU.
BYTES_PER_TOKEN = 3
SPECIAL_TOKENS = 2
MOST_TOKENS = MAX_WINDOWS * WINDOW_LENGTH


class Waiting(Protocol):
    """`tokens`: its estimated cost; `deadline`: on the monotonic clock, None for none."""

    @property
    def tokens(self) -> int: ...

    @property
    def deadline(self) -> float | None: ...


Job = TypeVar("Job", bound=Waiting)


def estimate_tokens(texts: Iterable[str]) -> int:
    """About how many tokens a model will read, without tokenizing the texts a second time."""
    sizes = (len(text.encode()) // BYTES_PER_TOKEN + SPECIAL_TOKENS for text in texts)
    return sum(min(size, MOST_TOKENS) for size in sizes)


def pick_batch(waiting: Iterable[Job], budget: int, now: float) -> tuple[list[Job], list[Job]]:
    """Those at the front that run together, and those among them whose deadline has passed.

    The first runs whatever it costs, the next ones as long as all fit into the budget.
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
    """First come, first served; thread-safe. `budget`: tokens of one batch."""

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
        """Take a job out, whose caller has gone or has an answer. No effect on one that runs."""
        with self._change:
            self._jobs.pop(id(job), None)

    def take(self) -> list[Job]:
        """Wait for the next batch; it is empty once the room is closed and nobody waits."""
        with self._change:
            while True:
                self._change.wait_for(lambda: self._jobs or self._closed)
                batch, late = pick_batch(self._jobs.values(), self._budget, time.monotonic())
                for job in (*batch, *late):
                    del self._jobs[id(job)]
                if batch or self._closed:
                    return batch

    def close(self) -> None:
        """Refuse new jobs; those that wait are still served."""
        with self._change:
            self._closed = True
            self._change.notify_all()
