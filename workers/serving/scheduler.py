"""Runs requests of many callers on one event loop as batches on a few threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from workers.serving.refusals import Refusal, TooLate
from workers.serving.waiting_room import WaitingRoom, estimate_tokens

log = structlog.get_logger()
Answer = TypeVar("Answer")
Outcome = list[Answer] | BaseException


class Failed(Refusal):
    """The model failed on this request alone."""


@dataclass(frozen=True, eq=False)
class Job(Generic[Answer]):
    """One caller's texts for an operation, and the future of its answer."""

    operation: str
    texts: Sequence[str]
    tokens: int
    deadline: float | None
    answer: asyncio.Future[list[Answer]]


Run = Callable[[str, Sequence[str]], Sequence[Answer]]


class Scheduler(Generic[Answer]):
    """`run`: an operation and texts in, one answer a text out; called by `threads` at a time.

    A batch that fails is run again request by request, so that a broken one fails alone.
    """

    def __init__(self, run: Run[Answer], *, threads: int, places: int, budget: int) -> None:
        self._run = run
        self._room: WaitingRoom[Job[Answer]] = WaitingRoom(places, budget)
        self._loop = asyncio.get_running_loop()
        self._threads = [
            threading.Thread(target=self._work, name=f"model-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        """How many callers wait for their texts to run."""
        return len(self._room)

    async def submit(
        self, operation: str, texts: Sequence[str], deadline: float | None
    ) -> list[Answer]:
        """One answer for each text. A call that is cancelled while it waits never runs.

        Raises Overloaded, TooLate at the deadline (monotonic clock), Failed, NotReady.
        """
        answer: asyncio.Future[list[Answer]] = self._loop.create_future()
        job = Job(operation, texts, estimate_tokens(texts), deadline, answer)
        self._room.enter(job)
        try:
            async with asyncio.timeout_at(deadline):
                return await answer
        except TimeoutError:
            raise TooLate("The time allowed was over before there was an answer.") from None
        finally:
            self._room.leave(job)

    def close(self) -> None:
        """Answer those who wait, refuse new callers, and end the threads."""
        self._room.close()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while batch := self._room.take():
            outcomes = self._answer_all(batch)
            self._loop.call_soon_threadsafe(_deliver, batch, outcomes)

    def _answer_all(self, batch: Sequence[Job[Answer]]) -> list[Outcome[Answer]]:
        by_job: dict[Job[Answer], Outcome[Answer]] = {}
        for operation in dict.fromkeys(job.operation for job in batch):
            jobs = [job for job in batch if job.operation == operation]
            by_job |= zip(jobs, self._answer_alike(operation, jobs), strict=True)
        return [by_job[job] for job in batch]

    def _answer_alike(
        self, operation: str, jobs: Sequence[Job[Answer]]
    ) -> Sequence[Outcome[Answer]]:
        try:
            answers = iter(self._run(operation, [text for job in jobs for text in job.texts]))
            return [[next(answers) for _ in job.texts] for job in jobs]
        except Exception as error:  # noqa: BLE001 - whatever a text provokes must stay its own
            if len(jobs) == 1:
                return [_failure(error)]
            log.warning("batch_failed", requests=len(jobs), error=type(error).__name__)
        return [outcome for job in jobs for outcome in self._answer_alike(operation, [job])]


def _failure(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    log.error("request_failed", exc_info=error)
    # The text of another error may quote what a customer wrote.
    return Failed(f"The model failed on this request ({type(error).__name__}).")


def _deliver(batch: Sequence[Job[Answer]], outcomes: Sequence[Outcome[Answer]]) -> None:
    for job, outcome in zip(batch, outcomes, strict=True):
        if job.answer.done():
            continue
        if isinstance(outcome, BaseException):
            job.answer.set_exception(outcome)
        else:
            job.answer.set_result(outcome)
