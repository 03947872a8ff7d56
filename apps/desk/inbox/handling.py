"""Views of the thread's header: assign, resolve, reopen, snooze, prioritise, tag."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from apps.accounts.access import AgentRequest
from apps.accounts.models import Agent, Team
from apps.conversations import handling, snoozing
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.desk.inbox.finding import acts_on_conversation, find_or_404, get_or_404, read_sequence
from apps.desk.inbox.pane import handling_choices


@acts_on_conversation
def assign(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    """`to`: `agent:<id>`, `team:<id>`, or nothing for nobody."""
    kind, _, id_ = request.POST.get("to", "").partition(":")
    agent = get_or_404(Agent.objects.all(), id_) if kind == "agent" else None
    team = get_or_404(Team.objects.all(), id_) if kind == "team" else None
    handling.assign(conversation.id, by=request.user, agent=agent, team=team)
    return _head(request, conversation)


@acts_on_conversation
def resolve(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    handling.resolve(conversation.id, request.user, seen=read_sequence(request, "seen"))
    return _head(request, conversation)


@acts_on_conversation
def reopen(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    """`undo`: resolving it was a mistake."""
    handling.reopen(conversation.id, request.user, by_mistake="undo" in request.POST)
    return _head(request, conversation)


@acts_on_conversation
def snooze(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    """`until`: a time with its zone, because the agent's is not the server's."""
    until = _read_moment(request.POST.get("until", ""))
    snoozing.snooze(conversation.id, until, request.user, seen=read_sequence(request, "seen"))
    return _head(request, conversation)


@acts_on_conversation
def set_priority(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    handling.set_priority(conversation.id, request.POST.get("priority", ""), request.user)
    return _head(request, conversation)


@acts_on_conversation
def add_tag(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    handling.add_tag(conversation.id, request.POST.get("tag", ""), request.user)
    return _head(request, conversation)


@acts_on_conversation
def remove_tag(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    handling.remove_tag(conversation.id, request.POST.get("tag", ""), request.user)
    return _head(request, conversation)


@acts_on_conversation
def read(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    handling.mark_read(conversation.id, request.user)
    return HttpResponse(status=204)


def _read_moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or not is_aware(moment):
        raise ActionRefused("Choose until when this can wait.")
    return moment


def _head(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    fresh = find_or_404(conversation.id, request.user)
    return render(request, "desk/inbox/head.html", {"conversation": fresh} | handling_choices())
