"""Agents: invite them, give them a role and a team, and let them go."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.actions import ChangeRefused, create_agent, make_invitation, update_agent
from apps.accounts.models import Agent, Role
from apps.accounts.queries import list_agents
from apps.conversations.releasing import hold_conversations, release_conversations
from apps.desk.editing import in_one_transaction, refuse_changed
from apps.desk.forms import TeamField
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind

SIGHT = "An agent sees the inboxes of the team and those open to all; other roles see every inbox."


class InviteForm(forms.ModelForm[Agent]):
    team = TeamField(help_text=SIGHT)

    class Meta:
        model = Agent
        fields = ("display_name", "email", "role", "team")
        labels = {"display_name": "Display name", "email": "E-mail address"}
        help_texts = {"email": "To sign in with; nothing is sent to it."}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Agent.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already.")
        return email


class AgentForm(forms.ModelForm[Agent]):
    team = TeamField(help_text=SIGHT)

    class Meta:
        model = Agent
        fields = ("display_name", "role", "team", "is_active")
        labels = {"display_name": "Display name", "is_active": "May sign in"}
        help_texts = {
            "is_active": "Taken away, they are signed out at once, and others see what they had.",
        }


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    return render(request, "desk/settings/agents.html", {"agents": list_agents()})


@never_cache
@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def add(request: AgentRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if not form.is_valid():
        return render(request, "desk/settings/agent_new.html", {"form": form})
    given = form.cleaned_data
    agent = create_agent(given["email"], given["display_name"], given["role"], given["team"])
    record_event(EventKind.AGENT_CREATED, subject=str(agent.id), by=str(request.user.id))
    return _show_invitation(request, agent)


@role_required(Role.ADMINISTRATOR)
def edit(request: AgentRequest, id: UUID) -> HttpResponse:
    agent = get_object_or_404(Agent, id=id)
    form = AgentForm(request.POST or None, instance=agent)
    refuse_changed(form)
    if form.is_valid():
        try:
            _update(agent, request.user)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{agent.display_name} is saved.")
            return redirect("desk:agents")
    return render(
        request,
        "desk/settings/agent_form.html",
        {"form": form, "agent": Agent.objects.get(id=id)},
    )


@require_POST
@never_cache
@role_required(Role.ADMINISTRATOR)
@transaction.atomic
def invite(request: AgentRequest, id: UUID) -> HttpResponse:
    agent = get_object_or_404(Agent, id=id, is_active=True)
    record_event(EventKind.AGENT_INVITED, subject=str(agent.id), by=str(request.user.id))
    return _show_invitation(request, agent)


@transaction.atomic
def _update(agent: Agent, by: Agent) -> None:
    hold_conversations(agent)
    update_agent(agent, by=by)
    release_conversations(agent, by)
    record_event(EventKind.AGENT_SAVED, subject=str(agent.id), by=str(by.id), role=agent.role)


def _show_invitation(request: AgentRequest, agent: Agent) -> HttpResponse:
    path = reverse("desk:invitation", args=make_invitation(agent))
    return render(
        request,
        "desk/settings/shown_once.html",
        {
            "title": f"An invitation for {agent.display_name}",
            "label": "Link",
            "value": request.build_absolute_uri(path),
            "notes": [
                f"Pass it on to {agent.email} yourself: nothing is sent by e-mail.",
                "It opens one page, on which they choose their password; once, within three days.",
                "Whoever has the link can use it. Make another one here if it goes astray.",
            ],
            "back": reverse("desk:agents"),
        },
    )
