"""Actions: what one will do is shown before it is done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from apps.accounts.access import AgentRequest, agent_required
from apps.assist.acting import perform_action, preview_action
from apps.conversations.models import Conversation
from apps.desk.inbox.finding import acts_on_conversation, find_or_404
from apps.desk.inbox.suggesting import find_suggestion
from apps.knowledge.models import Action


@agent_required
def preview(request: AgentRequest, conversation_id: UUID, action_id: UUID) -> HttpResponse:
    conversation = find_or_404(conversation_id, request.user)
    action = get_object_or_404(Action, id=action_id)
    return render(
        request,
        "desk/inbox/preview.html",
        {
            "conversation": conversation,
            "action": action,
            "suggestion": request.GET.get("suggestion", ""),
            "preview": preview_action(action, conversation, request.user),
        },
    )


@acts_on_conversation
def perform(request: AgentRequest, conversation: Conversation, action_id: UUID) -> HttpResponse:
    """`suggestion`: the one that proposed it, if any; for that one it is done once."""
    action = get_object_or_404(Action, id=action_id)
    named = request.POST.get("suggestion", "")
    suggestion = find_suggestion(conversation, named) if named else None
    perform_action(action, conversation.id, request.user, suggestion=suggestion)
    return HttpResponse(status=204)
