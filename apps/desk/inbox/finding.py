"""Finds the conversation of a request, and turns refusals into responses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required
from apps.accounts.idempotency import KeyReused, RequestInProgress
from apps.accounts.models import Agent
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.conversations.queries import find_conversation

Row = TypeVar("Row", bound=Model)
Act = Callable[..., HttpResponse]
Guarded = Callable[..., HttpResponseBase]


def find_or_404(conversation_id: UUID, agent: Agent) -> Conversation:
    """The conversation; Http404 also where it is in an inbox that the agent may not see."""
    try:
        return find_conversation(conversation_id, agent)
    except Conversation.DoesNotExist:
        raise Http404 from None


def get_or_404(rows: QuerySet[Row, Row], id_: UUID | str) -> Row:
    """The row with this id. Raises Http404, also for an invalid id."""
    try:
        return rows.get(pk=id_)
    except (ObjectDoesNotExist, ValidationError):
        raise Http404 from None


def read_sequence(request: HttpRequest, name: str) -> int | None:
    """Of the newest message that was on the agent's page, where the page says so."""
    value = request.POST.get(name, "")
    return int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else None


def acts_on_conversation(act: Act) -> Guarded:
    """Decorate a POST on a conversation that the agent may see; a refusal becomes a 409.

    Raises Http404 also where the conversation is erased meanwhile.
    """

    @require_POST
    @agent_required
    def guarded(request: AgentRequest, /, conversation_id: UUID, **named: UUID) -> HttpResponse:
        conversation = find_or_404(conversation_id, request.user)
        try:
            return act(request, conversation, **named)
        except Conversation.DoesNotExist:
            raise Http404 from None
        except (ActionRefused, RequestInProgress, KeyReused) as refused:
            return refuse(str(refused))

    return wraps(act)(guarded)


def refuse(sentence: str, status: HTTPStatus = HTTPStatus.CONFLICT) -> HttpResponse:
    """A response with the reason why nothing was changed, for the page to show."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
