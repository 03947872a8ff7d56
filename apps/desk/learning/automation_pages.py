"""What the bot may answer alone: seen by everybody, set by administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.automation.actions import (
    LEAST_TARGET,
    MOST_TARGET,
    NEVER_ALONE,
    TARGET_WANTED,
    TargetRefused,
    read_recent,
    set_target,
)
from apps.automation.models import Automation
from apps.automation.queries import (
    count_sources,
    list_automations,
    list_changes,
    list_held_out,
    list_warnings,
)
from apps.automation.thresholds import NEEDED, JudgedExample, thin, trace_curve
from apps.desk.learning.automation_words import (
    describe_state,
    say_change,
    say_interval,
    say_meaning,
)
from apps.desk.learning.curve_picture import draw
from apps.learning.models import Intent

# The initial value of the form.
SUGGESTED_PERCENT = 95


class TargetForm(forms.Form):
    """`percent`: so many of a hundred answers must have been right; empty: never alone."""

    percent = forms.FloatField(
        required=False, min_value=100 * LEAST_TARGET, max_value=100 * MOST_TARGET
    )


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    rows = [_row(intent) for intent in list_automations()]
    rows.sort(key=lambda row: row["automation"] is None or row["automation"].target is None)
    return render(
        request,
        "desk/learning/automation/list.html",
        {"rows": rows, "needed": NEEDED, "warnings": _say_warnings()},
    )


@agent_required
def show(request: AgentRequest, id: UUID) -> HttpResponse:
    intent = get_object_or_404(Intent, id=id)
    automation = Automation.objects.filter(intent=intent).first() or Automation(intent=intent)
    examples = read_recent(intent)
    target = automation.target
    return render(
        request,
        "desk/learning/automation/page.html",
        {
            "intent": intent,
            "state": describe_state(automation),
            "needs_person": intent.slug in NEVER_ALONE,
            "may_set": request.user.has_role(Role.ADMINISTRATOR),
            "sources": count_sources(intent),
            "judged": _curve(examples, target, automation.answer_from),
            "held_out": _curve(list_held_out(intent), None, None),
            "target": target,
            "percent": f"{100 * target:g}" if target else SUGGESTED_PERCENT,
            "meaning": say_meaning(examples, target or SUGGESTED_PERCENT / 100),
            "changes": [(say_change(each), each.created_at) for each in list_changes(automation)],
        },
    )


@agent_required
def meaning(request: AgentRequest, id: UUID) -> HttpResponse:
    """What a target would have meant, while it is being typed."""
    intent, form = get_object_or_404(Intent, id=id), TargetForm(request.GET)
    percent = form.cleaned_data["percent"] if form.is_valid() else None
    sentence = TARGET_WANTED if percent is None else say_meaning(read_recent(intent), percent / 100)
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8")


@require_POST
@role_required(Role.ADMINISTRATOR)
def change_target(request: AgentRequest, id: UUID) -> HttpResponse:
    intent, form = get_object_or_404(Intent, id=id), TargetForm(request.POST)
    percent = form.cleaned_data["percent"] if form.is_valid() else 0.0
    target = None if "never" in request.POST or percent is None else percent / 100
    try:
        automation = set_target(intent, target, request.user)
    except TargetRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{intent.title}”: {describe_state(automation).words}.")
    return redirect("desk:automation_of", intent.id)


def _row(intent: Intent) -> dict[str, Any]:
    automation = getattr(intent, "automation", None)
    covered = automation.covered if automation else 0
    return {
        "intent": intent,
        "automation": automation,
        "state": describe_state(automation),
        "right": say_interval(automation.right, covered) if automation and covered else "",
        "coverage": covered / automation.judged if automation and covered else None,
    }


def _curve(
    examples: list[JudgedExample], target: float | None, answer_from: float | None
) -> dict[str, Any] | None:
    if not examples:
        return None
    points = thin(trace_curve(examples))
    return {"count": len(examples), "points": points, "picture": draw(points, target, answer_from)}


def _say_warnings() -> list[tuple[Intent, str]]:
    newest = {change.automation_id: change for change in reversed(list_warnings())}
    return [(change.automation.intent, say_change(change)) for change in newest.values()]
