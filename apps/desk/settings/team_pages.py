"""Teams: who sees which inboxes together."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.actions import ChangeRefused, delete_team
from apps.accounts.models import Role, Team
from apps.accounts.queries import list_teams
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.editing import open_form
from apps.dispatch.actions import record_event
from apps.knowledge.actions import rename_in_actions
from apps.knowledge.queries import list_actions_with


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
@transaction.atomic
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(TeamForm, request, Team(), id)
    team, old_name = form.instance, form.initial.get("name", "")
    if form.is_valid():
        form.save()
        rename_in_actions("team", old_name, team.name)
        record_event("team.saved", subject=str(team.id), by=str(request.user.id))
        messages.success(request, f"“{team.name}” is saved.")
        return redirect("desk:teams")
    return render(
        request,
        "desk/settings/team_form.html",
        {"form": form, "team": team, "old_name": old_name},
    )


@role_required(Role.ADMINISTRATOR)
@transaction.atomic
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    team = get_object_or_404(Team, id=id)
    uses = _describe_uses(team)
    if request.method == "POST" and not uses:
        try:
            delete_team(team)
        except ChangeRefused as refusal:
            uses = [str(refusal)]
        else:
            record_event("team.deleted", subject=str(id), by=str(request.user.id))
            messages.success(request, f"“{team.name}” is deleted.")
            return redirect("desk:teams")
    return ask_before(
        request,
        Confirmation(
            question=f"Delete the team “{team.name}”?",
            verb="Delete the team",
            refusal="It is in use; move what it has to another team first." if uses else "",
            consequences=uses or ["Conversations that it has belong to no team afterwards."],
            back=reverse("desk:teams"),
        ),
    )


def _describe_uses(team: Team) -> list[str]:
    used = {
        "Agents": team.agents.values_list("display_name", flat=True),
        "Inboxes": team.inboxes.values_list("name", flat=True),
        "API tokens": team.api_tokens.filter(revoked_at=None).values_list("name", flat=True),
        "Actions": list_actions_with("team", team.name).values_list("title", flat=True),
    }
    return [f"{what}: {', '.join(names)}." for what, names in used.items() if names]
