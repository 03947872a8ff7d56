"""Views of administrators' actions on the ops page; each responds with the updated page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.dispatch.pausing import LANES, pause_lane, resume_lane
from apps.dispatch.redrive import Redriven, redrive_each, redrive_reason
from apps.ops.pools import look


@require_POST
@role_required(Role.ADMINISTRATOR)
def redrive_work(request: AgentRequest, work_id: int) -> HttpResponse:
    return _answer_redriven(request, redrive_each([work_id]))


@require_POST
@role_required(Role.ADMINISTRATOR)
def redrive_failures(request: AgentRequest) -> HttpResponse:
    """Redrive all failures of a `kind` and `reason`, as the page shows them."""
    # Postgres refuses NUL, even in a query.
    kind, reason = (request.POST.get(name, "").replace("\0", "") for name in ("kind", "reason"))
    return _answer_redriven(request, redrive_reason(kind, reason))


@require_POST
@role_required(Role.ADMINISTRATOR)
def pause(request: AgentRequest, lane: str) -> HttpResponse:
    _check(lane)
    pause_lane(lane, request.user.display_name)
    return _answer(request, f"The lane {lane} is paused. What is on its way is finished.")


@require_POST
@role_required(Role.ADMINISTRATOR)
def resume(request: AgentRequest, lane: str) -> HttpResponse:
    _check(lane)
    resume_lane(lane, request.user.display_name)
    return _answer(request, f"The lane {lane} goes on.")


def _check(lane: str) -> None:
    if lane not in LANES:
        raise Http404(f"There is no lane {lane!r}.")


def _answer_redriven(request: AgentRequest, done: Redriven) -> HttpResponse:
    return _answer(request, done.describe(), "success" if done.count else "error")


def _answer(request: AgentRequest, sentence: str, kind: str = "success") -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("ops:pools")
    response = render(request, "ops/panel.html", look(request))
    return trigger_client_event(response, "said", {"text": sentence, "kind": kind})
