"""Views of actions: preview, perform and undo."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from apps.accounts.access import AgentRequest, agent_required
from apps.assist.executions.performing import Press, perform_action, preview_action
from apps.assist.executions.undoing import undo_action
from apps.assist.models import Execution
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.desk.inbox.finding import acts_on_conversation, find_or_404, get_or_404, read_sequence
from apps.desk.inbox.suggesting import find_suggestion
from apps.knowledge.models import Action

GIVEN = "given."
KEY = re.compile(r"[\w-]{16,64}")


@agent_required
def preview(request: AgentRequest, conversation_id: UUID, action_id: UUID) -> HttpResponse:
    """A POST, so that inputs are neither in addresses nor in logs."""
    conversation = find_or_404(conversation_id, request.user)
    action = get_object_or_404(Action, id=action_id)
    return render(
        request,
        "desk/inbox/preview.html",
        {
            "conversation": conversation,
            "action": action,
            "suggestion": request.POST.get("suggestion") or request.GET.get("suggestion", ""),
            "key": request.POST.get("key") or uuid4().hex,
            "preview": preview_action(action, conversation, request.user, _read_typed(request)),
        },
    )


@acts_on_conversation
def perform(request: AgentRequest, conversation: Conversation, action_id: UUID) -> HttpResponse:
    """Perform it, once for the `suggestion` that proposed it, or else for the button's `key`."""
    action = get_object_or_404(Action, id=action_id)
    named, key = request.POST.get("suggestion", ""), request.POST.get("key", "")
    if not KEY.fullmatch(key):
        raise ActionRefused("This button is not known; load the page again.")
    press = Press(
        key=key,
        typed=_read_typed(request),
        digest=request.POST.get("seen", ""),
        last_seen=read_sequence(request, "last_seen"),
        suggestion=find_suggestion(conversation, named) if named else None,
    )
    perform_action(action, conversation.id, request.user, press)
    return HttpResponse(status=204)


@acts_on_conversation
def undo(request: AgentRequest, conversation: Conversation, execution_id: UUID) -> HttpResponse:
    execution = get_or_404(Execution.objects.filter(conversation=conversation), execution_id)
    undo_action(execution.id, conversation.id, request.user)
    return HttpResponse(status=204)


def _read_typed(request: HttpRequest) -> dict[str, str]:
    """The values of inputs that the agent typed, by variable."""
    return {
        name.removeprefix(GIVEN): str(value)
        for name, value in request.POST.items()
        if name.startswith(GIVEN)
    }
