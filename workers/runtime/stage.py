"""The frame around every task: checks versions, times it, isolates bad items.

A stage is a function from an envelope to the results of its items. Around it:

1. A payload of another contract version gives its claim back, untouched.
2. When a batch fails, its items are run one by one, so that a bad one fails alone.
3. An item that failed is due again later, or given up when its error is permanent.
4. The results are passed on in the version that the chain began with; without any, it ends.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import structlog
from celery.exceptions import Ignore
from sqlalchemy.exc import OperationalError

from config.celery import app
from config.sentry import report
from workers.contracts.envelopes import ACCEPTED_VERSIONS, ADDED_FIELDS, Envelope
from workers.contracts.payloads import MessageCleaned
from workers.contracts.pipelines import Step
from workers.db import work
from workers.db.engine import engine
from workers.errors import PermanentError, ServiceAwayError, say_reason

log = structlog.get_logger()
Incoming = TypeVar("Incoming", bound=Envelope)
Task = Callable[[dict[str, Any]], dict[str, Any] | None]


def stage_task(
    step: Step, incoming: type[Incoming], outgoing: type[Envelope] | None = None
) -> Callable[[Callable[[Incoming], Sequence[Any]]], Task]:
    """Make a function the task of a step. Without `outgoing` the chain ends here."""

    def register(run: Callable[[Incoming], Sequence[Any]]) -> Task:
        def task(payload: dict[str, Any]) -> dict[str, Any] | None:
            envelope = _open(payload, incoming)
            started = time.perf_counter()
            with structlog.contextvars.bound_contextvars(**_identify(envelope)):
                results = _run_isolated(run, envelope)
                spent_ms = round(1000 * (time.perf_counter() - started), 2)
                log.info("stage_done", step=step.task, items=len(results), spent_ms=spent_ms)
            if outgoing is None:
                return None
            if not results:
                raise Ignore
            timings = {**envelope.timings_ms, step.queue.stage: spent_ms}
            return _pass_on(envelope, outgoing, results, timings)

        registered: Task = app.task(name=step.task)(task)
        return registered

    return register


def _open(payload: dict[str, Any], incoming: type[Incoming]) -> Incoming:
    version = payload.get("version")
    if version not in ACCEPTED_VERSIONS:
        error = f"A worker does not know contract version {version}."
        with engine().begin() as connection:
            work.give_back(connection, payload["lease_token"], error)
        log.warning("unknown_contract_version", version=version)
        raise Ignore
    return incoming.model_validate(payload)


def _identify(envelope: Envelope) -> dict[str, Any]:
    trace_id = envelope.traceparent.split("-")[1] if envelope.traceparent else None
    messages = [i.message_id for i in envelope.items if isinstance(i, MessageCleaned)]
    return {"trace_id": trace_id, "message_ids": [str(message) for message in messages]}


def _run_isolated(run: Callable[[Incoming], Sequence[Any]], envelope: Incoming) -> Sequence[Any]:
    try:
        return _run_connected(run, envelope)
    except Exception as error:  # noqa: BLE001 - whatever a message provokes must stay its own
        if len(envelope.items) == 1 or isinstance(error, OperationalError | ServiceAwayError):
            # Whatever is away would be away for each item. If it is the database, letting go fails
            # too, and the lease runs out.
            _let_go(envelope, error)
            return []
        log.warning("batch_failed", items=len(envelope.items), error=type(error).__name__)
    alone = (envelope.model_copy(update={"items": (item,)}) for item in envelope.items)
    return [result for single in alone for result in _run_isolated(run, single)]


def _run_connected(run: Callable[[Incoming], Sequence[Any]], envelope: Incoming) -> Sequence[Any]:
    try:
        return run(envelope)
    except OperationalError as error:
        if not error.connection_invalidated:
            raise
    # Postgres was restarted since the connection was last used; the next one is new.
    return run(envelope)


def _let_go(envelope: Envelope, error: Exception) -> None:
    permanent = isinstance(error, PermanentError)
    reason = say_reason(error)
    log.error("items_failed", work_ids=envelope.work_ids, error=reason, where=_where(error))
    report(error)
    let_go = work.give_up if permanent else work.retry_later
    if isinstance(error, ServiceAwayError) and not error.begun:
        let_go = work.undo_start
    with engine().begin() as connection:
        let_go(connection, envelope.lease_token, envelope.work_ids, reason)


def _where(error: Exception) -> list[str]:
    # A PermanentError may wrap the error that was raised first.
    frames = traceback.extract_tb((error.__cause__ or error).__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-5:]]


def _pass_on(
    envelope: Envelope,
    outgoing: type[Envelope],
    results: Sequence[Any],
    timings: dict[str, float],
) -> dict[str, Any]:
    newer = {
        field
        for version in ADDED_FIELDS
        if version > envelope.version
        for field in ADDED_FIELDS[version]
    }
    passed = outgoing(
        version=envelope.version,
        lease_token=envelope.lease_token,
        traceparent=envelope.traceparent,
        timings_ms=timings,
        items=tuple(results),
    )
    return passed.model_dump(mode="json", exclude={"items": {"__all__": newer}} if newer else None)
