"""Teams: who sees which inboxes together."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.actions import delete_team
from apps.accounts.models import Agent, Role, Team
from apps.accounts.queries import list_teams
from apps.desk.confirming import ask_before, ask_to_delete
from apps.desk.editing import in_one_transaction, open_form
from apps.dispatch.actions import record_event
from apps.knowledge.actions import rename_in_actions
from apps.knowledge.queries import list_actions_with
from workers.contracts.events import EventKind


class TeamForm(forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ("name",)
        error_messages = {"name": {"unique": "Another team has this name; choose another one."}}


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    teams = list_teams().prefetch_related("inboxes")
    return render(request, "desk/settings/teams.html", {"teams": teams})


@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(TeamForm, request, Team(), id)
    team, old_name = form.instance, form.initial.get("name", "")
    if form.is_valid():
        form.save()
        rename_in_actions("team", old_name, team.name)
        record_event(EventKind.TEAM_SAVED, subject=str(team.id), by=str(request.user.id))
        messages.success(request, f"“{team.name}” is saved.")
        return redirect("desk:teams")
    return render(
        request,
        "desk/settings/team_form.html",
        {"form": form, "team": team, "old_name": old_name},
    )


@role_required(Role.ADMINISTRATOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    team = get_object_or_404(Team, id=id)
    uses = _describe_uses(team)
    return ask_before(
        partial(_delete, team, request.user),
        request,
        ask_to_delete(
            "team",
            team.name,
            uses or ["Conversations that it has belong to no team afterwards."],
            back=reverse("desk:teams"),
            refusal="It is in use; move what it has to another team first." if uses else "",
        ),
        then="desk:teams",
    )


@transaction.atomic
def _delete(team: Team, by: Agent) -> None:
    delete_team(team)
    record_event(EventKind.TEAM_DELETED, subject=str(team.id), by=str(by.id))


def _describe_uses(team: Team) -> list[str]:
    used = {
        "Agents": team.agents.values_list("display_name", flat=True),
        "Inboxes": team.inboxes.values_list("name", flat=True),
        "API tokens": team.api_tokens.filter(revoked_at=None).values_list("name", flat=True),
        "Actions": list_actions_with("team", team.name).values_list("title", flat=True),
    }
    return [f"{what}: {', '.join(names)}." for what, names in used.items() if names]
