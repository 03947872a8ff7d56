"""Audit: which action was performed by whom, when, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Agent, Role
from apps.assist.executions.audit_log import list_executions
from apps.desk.forms import FilterForm
from apps.desk.pagination import read_page
from apps.knowledge.queries import list_actions


class AuditFilter(FilterForm):
    search = None  # type: ignore[assignment]
    agent = forms.UUIDField(required=False)
    action = forms.UUIDField(required=False)
    conversation = forms.UUIDField(required=False)


@role_required(Role.SUPERVISOR)
def show(request: AgentRequest) -> HttpResponse:
    chosen = AuditFilter.read(request)
    wanted = {name: UUID(str(value)) for name, value in chosen.items() if value}
    return render(
        request,
        "desk/settings/audit.html",
        {
            "page": read_page(request, list_executions(request.user, **wanted)),
            "chosen": chosen,
            "agents": Agent.objects.order_by("display_name"),
            "actions": list_actions(),
        },
    )
