"""The desk itself: the list of conversations, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, agent_required
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import mark_read
from apps.conversations.queries import count_in_other_statuses, list_rows
from apps.desk.inbox.filters import ANY_STATUS, choices_for, count_narrowing, read_filter
from apps.desk.inbox.finding import find_or_404, refuse
from apps.desk.inbox.pane import describe
from apps.dispatch.event_log import find_position


@agent_required
def inbox(request: AgentRequest) -> HttpResponse:
    """The page with the list alone."""
    return _show_page(request, {"position": find_position()})


@agent_required
def rows(request: AgentRequest) -> HttpResponse:
    """The next rows of the list, as a fragment."""
    try:
        return render(request, "desk/inbox/rows.html", _list(request, request.GET.get("after", "")))
    except ActionRefused as refused:
        return refuse(str(refused))


@agent_required
def conversation(request: AgentRequest, conversation_id: UUID) -> HttpResponse:
    """A conversation with its pane; without the list for a page that has it already."""
    found = find_or_404(conversation_id, request.user)
    position = find_position()
    pane = describe(found, request.user, whole="all" in request.GET)
    if "X-Desk-Peek" not in request.headers:
        mark_read(found.id, request.user)
    if "X-Desk" in request.headers:
        return render(request, "desk/inbox/conversation.html", pane)
    return _show_page(request, pane | {"position": position})


def _show_page(request: AgentRequest, pane: dict[str, Any]) -> HttpResponse:
    """`pane`: the context of the pane, with the position of the events that it follows."""
    return render(
        request,
        "desk/inbox/page.html",
        _list(request) | {"choices": choices_for(request.user)} | pane,
    )


def _list(request: AgentRequest, after: str = "") -> dict[str, Any]:
    wanted = read_filter(request.GET)
    query = request.GET.copy()
    query.pop("after", None)
    page = list_rows(wanted, request.user, after=after)
    # Who looks somebody up need not know in which status they are: the end of the list says it.
    is_looked_up = wanted.search and wanted.status and page.next_cursor is None
    in_any_status = query.copy()
    in_any_status["status"] = ANY_STATUS
    return {
        "page": page,
        "elsewhere": count_in_other_statuses(wanted, request.user) if is_looked_up else 0,
        "in_any_status": in_any_status.urlencode(),
        "wanted": wanted,
        "narrowing": count_narrowing(wanted),
        "query": query.urlencode(),
        "later": bool(after),
    }
