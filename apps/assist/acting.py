"""Actions that an agent takes with one click: shown before, done once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.idempotency import do_once
from apps.accounts.models import Agent
from apps.assist.actions import record_outcome
from apps.assist.effects import plan
from apps.assist.models import Feedback, Suggestion
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.dispatch.actions import record_event
from apps.knowledge.models import Action


@dataclass(frozen=True)
class ActionPreview:
    """What an action would do, or, where it is not possible, why not."""

    text: str
    possible: bool


def preview_action(
    action: Action, conversation: Conversation, agent: Agent | None = None
) -> ActionPreview:
    """Changes nothing. `agent`: who would do it."""
    try:
        return ActionPreview(plan(action, conversation, agent).sentence, possible=True)
    except ActionRefused as refused:
        return ActionPreview(str(refused), possible=False)


@transaction.atomic
def perform_action(
    action: Action, conversation_id: UUID, agent: Agent, *, suggestion: Suggestion | None = None
) -> bool:
    """Do what an action does; False when it was done for this suggestion before.

    Raises ActionRefused, with nothing changed, when it cannot be done.
    """
    conversation = lock_conversation(conversation_id)
    if suggestion is None:
        _perform(action, conversation, agent)
        return True
    if suggestion.prediction.message.conversation_id != conversation_id:
        raise ActionRefused("This suggestion belongs to another conversation; load the page again.")
    performed = []

    def perform() -> UUID:
        _perform(action, conversation, agent, suggestion=str(suggestion.id))
        record_outcome(suggestion, Feedback.Outcome.ACCEPTED, agent=agent)
        performed.append(action)
        return conversation_id

    do_once(f"suggestion {suggestion.id}", f"action {action.id}", "perform", perform)
    return bool(performed)


def _perform(action: Action, conversation: Conversation, agent: Agent, **data: Any) -> None:
    plan(action, conversation, agent).run()
    record_event(
        "action.performed",
        inbox_id=conversation.inbox_id,
        conversation_id=conversation.id,
        by=str(agent.id),
        action=str(action.id),
        **data,
    )
