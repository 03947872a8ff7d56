"""The desk itself: the list of conversations, and one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, agent_required


@agent_required
def inbox(request: AgentRequest) -> HttpResponse:
    return render(request, "desk/inbox.html")
