"""Actions: what an agent can do with one click."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.desk.confirming import ask_before, ask_to_delete
from apps.desk.editing import in_one_transaction, open_form
from apps.desk.forms import free_slug
from apps.desk.knowledge.action_form import EFFECTS, ActionForm
from apps.desk.knowledge.dependents import describe_dependents
from apps.knowledge.actions import delete_action, save_action
from apps.knowledge.models import Action, Macro
from apps.knowledge.queries import list_actions


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    macros = dict(Macro.objects.values_list("slug", "title"))
    rows = [
        {
            "action": action,
            "effect": EFFECTS[Action.Effect(action.effect)][0],
            "parameters": _describe_parameters(action.parameters, macros),
        }
        for action in list_actions()
    ]
    return render(request, "desk/knowledge/actions.html", {"rows": rows})


@role_required(Role.SUPERVISOR)
def choose_effect(request: AgentRequest) -> HttpResponse:
    return render(request, "desk/knowledge/effects.html", {"effects": EFFECTS.items()})


@role_required(Role.SUPERVISOR)
def add(request: AgentRequest, effect: str) -> HttpResponse:
    return _edit(request, effect)


@role_required(Role.SUPERVISOR)
def edit(request: AgentRequest, id: UUID) -> HttpResponse:
    effect = Action.objects.filter(id=id).values_list("effect", flat=True).first()
    return _edit(request, effect or request.POST.get("effect", ""), id)


@role_required(Role.SUPERVISOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    action = get_object_or_404(Action, id=id)
    back = reverse("desk:action", args=[action.id])
    return ask_before(
        partial(delete_action, action),
        request,
        ask_to_delete("action", action.title, describe_dependents(action), back=back),
        then="desk:actions",
    )


def _describe_parameters(parameters: dict[str, Any], macros: dict[str, str]) -> list[str]:
    """Parameters in words, without those that the effect implies."""
    words = {"hours": "{} hours", "outcome": ""}
    phrases = [
        words.get(name, "{}").format(macros.get(value, value) if name == "macro" else value)
        for name, value in parameters.items()
    ]
    return [phrase for phrase in phrases if phrase]


@in_one_transaction
def _edit(request: AgentRequest, effect: str, id: UUID | None = None) -> HttpResponse:
    if effect not in EFFECTS:
        raise Http404("No such effect.")
    form = open_form(ActionForm, request, Action(effect=effect), id)
    action = form.instance
    if form.is_valid():
        action.slug = action.slug or free_slug(Action, action.title)
        save_action(action)
        messages.success(request, f"“{action.title}” is saved.")
        return redirect("desk:actions")
    name, meaning = EFFECTS[Action.Effect(action.effect)]
    return render(
        request,
        "desk/knowledge/action_form.html",
        {
            "form": form,
            "action": action,
            "effect": name,
            "meaning": meaning,
            "first": form.shown(("title", "description", *form.parameters)),
            "inputs": form.shown(form.inputs),
            "conditions": form.shown(form.conditions),
        },
    )
