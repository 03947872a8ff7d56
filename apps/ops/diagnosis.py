"""What is wrong, in words, the worst first; each finding with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from apps.dispatch.pulse import DISPATCHER
from apps.dispatch.queries import FailureReason, LaneView, Process
from apps.ops.status import LONGEST_LIVE_WAIT_SECONDS
from apps.ops.templatetags.ops import span
from workers.contracts import VERSION, Lane, Queue

NEWS = timedelta(hours=24)


@dataclass(frozen=True)
class Finding:
    """`severity`: `broken` when customers wait for it, `warning` when they may."""

    severity: str
    what: str
    repair: str


def diagnose(
    processes: Sequence[Process], lanes: Sequence[LaneView], failures: Sequence[FailureReason]
) -> list[Finding]:
    """Nothing when all is well."""
    found = [
        *_find_silent(processes),
        *_find_refusing(lanes),
        *_find_paused(lanes),
        *_find_slow(processes, lanes),
        *_find_failures(failures),
        *_find_versions(processes),
    ]
    return sorted(found, key=lambda finding: finding.severity != "broken")


def _find_silent(processes: Sequence[Process]) -> Iterator[Finding]:
    living = {process.queue for process in processes if process.alive}
    if DISPATCHER not in living:
        yield Finding(
            "broken",
            "No dispatcher runs, so nothing reaches the pools. What is written is kept.",
            "Start `manage.py dispatch`.",
        )
    for queue in Queue:
        if queue.value not in living:
            yield Finding("broken", _say_silent(queue, processes), _start(queue.value))


def _say_silent(queue: Queue, processes: Sequence[Process]) -> str:
    seen = [process.seen_at for process in processes if process.queue == queue.value]
    state = f"has been silent since {_at(max(seen))}" if seen else "does not run"
    return f"The pool {queue.value} {state}. What needs it waits, and nothing is lost."


def _find_refusing(lanes: Sequence[LaneView]) -> Iterator[Finding]:
    waiting = sum(lane.waiting for lane in lanes if lane.broker_refuses)
    if waiting:
        yield Finding(
            "broken",
            f"The broker does not take work: {waiting} waiting, and nothing is lost.",
            "Start RabbitMQ, or set BROKER_URL to where it runs.",
        )


def _find_paused(lanes: Sequence[LaneView]) -> Iterator[Finding]:
    for lane in lanes:
        if lane.paused:
            since, by = _at(lane.paused.paused_at), lane.paused.paused_by
            yield Finding(
                "broken" if lane.lane == Lane.LIVE else "warning",
                f"The lane {lane.lane} was paused at {since} by {by}; {lane.waiting} wait in it.",
                "Resume it below when you are done.",
            )


def _find_slow(processes: Sequence[Process], lanes: Sequence[LaneView]) -> Iterator[Finding]:
    living = {process.queue for process in processes if process.alive}
    for lane in lanes:
        told = lane.paused or lane.broker_refuses or not {DISPATCHER, *Queue} <= living
        if lane.lane == Lane.LIVE and lane.oldest_seconds > LONGEST_LIVE_WAIT_SECONDS and not told:
            yield Finding(
                "broken",
                f"A message has waited for {span(lane.oldest_seconds)}: "
                "more comes in than the pools can do.",
                _start(Queue.INFERENCE.value).replace("Start", "Start one more"),
            )


def _find_failures(failures: Sequence[FailureReason]) -> Iterator[Finding]:
    fresh = [each for each in failures if timezone.now() - each.newest_at < NEWS]
    if fresh:
        count = sum(each.count for each in fresh)
        thing = "piece of work" if count == 1 else "pieces of work"
        yield Finding(
            "warning",
            f"{count} {thing} failed, the last at {_at(fresh[0].newest_at)}.",
            "Their conversations are with people. Mend the reason, then try them again below.",
        )


def _find_versions(processes: Sequence[Process]) -> Iterator[Finding]:
    spoken = {p.details.get("contract_version", VERSION) for p in processes if p.alive}
    if spoken - {VERSION}:
        yield Finding(
            "warning",
            f"Pools speak contract {_list(spoken)}, this web speaks {VERSION}.",
            "Finish the rollout: workers first, then the dispatcher, then the web.",
        )


def _at(moment: datetime) -> str:
    # A clock's time, because what counts on is read out again and again.
    return f"{timezone.localtime(moment):%H:%M}"


def _start(queue: str) -> str:
    return f"Start `python -m workers pool {queue}`."


def _list(versions: set[int]) -> str:
    return ", ".join(str(version) for version in sorted(versions))
