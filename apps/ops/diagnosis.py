"""Diagnoses the pipeline: findings in words, the worst first, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from apps.dispatch.pulse import DELIVERER, DISPATCHER
from apps.dispatch.queries import LaneView
from apps.ops.pipeline import Pipeline
from apps.ops.templatetags.ops import span
from workers.contracts.envelopes import VERSION
from workers.contracts.pipelines import PIPELINES, Lane, Queue
from workers.contracts.services import Service

BROKEN = "broken"
WARNING = "warning"

# In a healthy pipeline the oldest message is younger, even under load.
LONGEST_LIVE_WAIT_SECONDS = 60
NEWS = timedelta(hours=24)
# The queues that messages pass through: no customer waits for the other pools.
LIVE_QUEUES = frozenset(step.queue for step in PIPELINES[Lane.LIVE])
REPAIRS: dict[str, str] = {
    Service.BROKER: "Start RabbitMQ, or set BROKER_URL to where it runs.",
    Service.INFERENCE_SERVER: "Start `python -m workers serve`, or mend INFERENCE_URL.",
}


@dataclass(frozen=True)
class Finding:
    """`severity`: BROKEN when customers are affected, WARNING when they may be."""

    severity: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.what} {self.repair}"


def diagnose(pipeline: Pipeline) -> list[Finding]:
    """The findings; none when all is well."""
    found = [
        *_find_full_disk(pipeline),
        *_find_silent(pipeline),
        *_find_waiting(pipeline),
        *_find_refusing(pipeline),
        *_find_full(pipeline),
        *_find_paused(pipeline),
        *_find_slow(pipeline),
        *_find_failures(pipeline),
        *_find_versions(pipeline),
    ]
    return sorted(found, key=lambda finding: finding.severity != BROKEN)


def _find_full_disk(pipeline: Pipeline) -> Iterator[Finding]:
    if pipeline.disk_is_full:
        yield Finding(
            BROKEN,
            "The disk of the database is full: what customers write is refused, or soon will be.",
            "Make room on it; nothing needs to be started again.",
        )


def _find_silent(pipeline: Pipeline) -> Iterator[Finding]:
    if DISPATCHER not in pipeline.consumers:
        yield Finding(
            BROKEN,
            "No dispatcher runs, so nothing reaches the pools. What is written is kept.",
            "Start `manage.py dispatch`.",
        )
    if DELIVERER not in pipeline.consumers:
        yield Finding(
            WARNING,
            "No deliverer runs: webhooks, snoozed conversations and imports wait. Nothing is lost.",
            "Start `manage.py deliver`.",
        )
    living = {process.queue for process in pipeline.processes if process.alive}
    for queue in Queue:
        if queue.value not in living:
            severity = BROKEN if queue in LIVE_QUEUES else WARNING
            yield Finding(severity, _say_silent(queue, pipeline), _start(queue.value))


def _say_silent(queue: Queue, pipeline: Pipeline) -> str:
    times = [process.seen_at for process in pipeline.processes if process.queue == queue.value]
    state = f"has been silent since {_at(max(times))}" if times else "does not run"
    return f"The pool {queue.value} {state}. What needs it waits, and nothing is lost."


def _find_waiting(pipeline: Pipeline) -> Iterator[Finding]:
    unserved = LIVE_QUEUES - pipeline.consumers.keys()
    for service in sorted({process.waits_for for process in pipeline.processes} - {""}):
        queues = {process.queue for process in pipeline.processes if process.waits_for == service}
        yield Finding(
            BROKEN if queues & unserved else WARNING,
            f"Pools do not reach the {service}: {', '.join(sorted(queues))}. "
            "What needs them waits, and nothing is lost.",
            REPAIRS.get(service, "Look at their logs."),
        )


def _find_refusing(pipeline: Pipeline) -> Iterator[Finding]:
    waiting = sum(lane.waiting for lane in pipeline.lanes if lane.broker_refuses)
    if waiting:
        yield Finding(
            BROKEN,
            f"The broker does not take work: {waiting} waiting, and nothing is lost.",
            REPAIRS[Service.BROKER],
        )


def _find_full(pipeline: Pipeline) -> Iterator[Finding]:
    for lane in pipeline.lanes:
        if lane.queue_is_full:
            queue = PIPELINES[Lane(lane.lane)][0].queue
            yield Finding(
                BROKEN if lane.lane == Lane.LIVE else WARNING,
                f"The queue {queue} is full: {lane.waiting} waiting in the lane {lane.lane}, and "
                "nothing is lost.",
                f"See in its log why the pool {queue} does not empty it, and start it again.",
            )


def _find_paused(pipeline: Pipeline) -> Iterator[Finding]:
    for lane in pipeline.lanes:
        if lane.paused:
            since, by = _at(lane.paused.paused_at), lane.paused.paused_by
            yield Finding(
                BROKEN if lane.lane == Lane.LIVE else WARNING,
                f"The lane {lane.lane} was paused at {since} by {by}; {lane.waiting} wait in it.",
                "When you are done, resume it in the desk under Operations.",
            )


def _find_slow(pipeline: Pipeline) -> Iterator[Finding]:
    for lane in pipeline.lanes:
        if lane.lane != Lane.LIVE or _is_told(lane, pipeline):
            continue
        under_way = pipeline.oldest_open.get(lane.lane, 0)
        if lane.oldest_seconds > LONGEST_LIVE_WAIT_SECONDS:
            yield Finding(
                BROKEN,
                f"A message has waited for {span(lane.oldest_seconds)}: "
                "more comes in than the pools can do.",
                _start(Queue.INFERENCE.value).replace("Start", "Start one more"),
            )
        elif under_way > LONGEST_LIVE_WAIT_SECONDS:
            yield Finding(
                BROKEN,
                f"A message has been under way for {span(under_way)}: its tries fail or are slow.",
                "Look for its errors in the logs of the pools.",
            )


def _is_told(lane: LaneView, pipeline: Pipeline) -> bool:
    """Whether another finding explains why the lane waits."""
    alive = {DISPATCHER, *LIVE_QUEUES} <= pipeline.consumers.keys()
    return bool(lane.paused) or lane.broker_refuses or lane.queue_is_full or not alive


def _find_failures(pipeline: Pipeline) -> Iterator[Finding]:
    fresh = [each for each in pipeline.failures if timezone.now() - each.newest_at < NEWS]
    if fresh:
        count = sum(each.count for each in fresh)
        thing = "piece of work" if count == 1 else "pieces of work"
        yield Finding(
            WARNING,
            f"{count} {thing} failed, the last at {_at(fresh[0].newest_at)}.",
            "Conversations among them are with people. Read the reasons in the desk under "
            "Operations, and try again there what is mended.",
        )


def _find_versions(pipeline: Pipeline) -> Iterator[Finding]:
    versions = {p.details.get("contract_version", VERSION) for p in pipeline.processes if p.alive}
    if versions - {VERSION}:
        yield Finding(
            WARNING,
            f"Pools speak contract {_list(versions)}, this web speaks {VERSION}.",
            "Finish the rollout: workers first, then the dispatcher, then the web.",
        )


def _at(moment: datetime) -> str:
    # The time of day, not an age: screen readers would announce each change.
    return f"{timezone.localtime(moment):%H:%M}"


def _start(queue: str) -> str:
    return f"Start `python -m workers pool {queue}`."


def _list(versions: set[int]) -> str:
    return ", ".join(str(version) for version in sorted(versions))
