"""The ops page: pools, lanes, failures and versions. Supervisors look, administrators act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.dispatch.pulse import LOOPS
from apps.dispatch.queries import Process
from apps.learning.queries import find_champion
from apps.ops.diagnosis import diagnose
from apps.ops.pipeline import look_at_pipeline
from apps.ops.stage_times import StageTime, survey_stages
from workers.contracts.envelopes import VERSION
from workers.contracts.pipelines import Queue


@dataclass(frozen=True)
class Pool:
    """A queue or loop with its processes, and the time that its stage takes for a claim."""

    name: str
    processes: list[Process]
    time: StageTime | None


@role_required(Role.SUPERVISOR)
def pools(request: AgentRequest) -> HttpResponse:
    """The page, or for htmx only what changes on it."""
    template = "ops/panel.html" if request.headers.get("HX-Request") else "ops/pools.html"
    return render(request, template, look(request))


def look(request: AgentRequest) -> dict[str, Any]:
    """The context of the panel."""
    pipeline = look_at_pipeline()
    return {
        "findings": diagnose(pipeline),
        "pools": _by_queue(pipeline.processes),
        "lanes": pipeline.lanes,
        "failures": pipeline.failures,
        "champion": find_champion(),
        "contract": VERSION,
        "may_act": request.user.has_role(Role.ADMINISTRATOR),
    }


def _by_queue(processes: Sequence[Process]) -> list[Pool]:
    """Processes by queue or loop, also those without any."""
    times = {time.stage: time for time in survey_stages()}
    names = [*(queue.value for queue in Queue), *LOOPS]
    return [
        Pool(name, _shown([p for p in processes if p.queue == name]), times.get(name))
        for name in names
    ]


def _shown(processes: list[Process]) -> list[Process]:
    """The living processes; without any, the one that died last."""
    return [process for process in processes if process.alive] or processes[-1:]
