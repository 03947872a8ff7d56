"""API tokens: what programs sign in with."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.actions import revoke_api_token
from apps.accounts.models import Agent, ApiToken, Role
from apps.accounts.queries import list_api_tokens
from apps.accounts.tokens import create_api_token
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.forms import TeamField
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind


class TokenForm(forms.ModelForm[ApiToken]):
    role = forms.ChoiceField(
        choices=Role.choices,
        initial=Role.AGENT,
        help_text="A program needs no more than it does; most read and answer as an agent.",
    )
    team = TeamField(
        help_text="With a team it reaches the inboxes of that team and those that are open."
    )

    class Meta:
        model = ApiToken
        fields = ("name", "role", "team")
        help_texts = {"name": "The program that will use it."}


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    return render(request, "desk/settings/tokens.html", {"tokens": list_api_tokens()})


@never_cache
@role_required(Role.ADMINISTRATOR)
@transaction.atomic
def add(request: AgentRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "desk/settings/token_form.html", {"form": form})
    token = create_api_token(**form.cleaned_data)
    record_event(EventKind.TOKEN_CREATED, by=str(request.user.id), role=form.cleaned_data["role"])
    return render(
        request,
        "desk/settings/shown_once.html",
        {
            "title": f"The token of {form.cleaned_data['name']}",
            "label": "API token",
            "value": token,
            "notes": [
                "Copy it now: only its fingerprint is stored, and it cannot be shown again.",
                "The program sends it as “Authorization: Bearer …”.",
            ],
            "back": reverse("desk:tokens"),
        },
    )


@role_required(Role.ADMINISTRATOR)
def revoke(request: AgentRequest, id: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken, id=id)
    return ask_before(
        partial(_revoke, token, request.user),
        request,
        Confirmation(
            question=f"Revoke the token “{token.name}”?",
            verb="Revoke the token",
            consequences=[
                "The program that uses it is refused at once.",
                "A revoked token cannot be brought back; make a new one instead.",
            ],
            back=reverse("desk:tokens"),
            done=f"“{token.name}” opens nothing any more.",
        ),
        then="desk:tokens",
    )


@transaction.atomic
def _revoke(token: ApiToken, by: Agent) -> None:
    revoke_api_token(token)
    record_event(EventKind.TOKEN_REVOKED, subject=str(token.id), by=str(by.id))
