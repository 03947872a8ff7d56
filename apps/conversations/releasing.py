"""Unassigns the conversations of an agent who leaves."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import Agent
from apps.conversations.actions import lock_conversation
from apps.conversations.events import record_about
from apps.conversations.models import LIVE_STATUSES, Conversation
from workers.contracts.events import EventKind


@transaction.atomic
def release_conversations(agent: Agent, by: Agent) -> None:
    """Unassign the live conversations of an agent; their teams stay."""
    live = Conversation.objects.filter(assigned_agent=agent, status__in=LIVE_STATUSES)
    for conversation_id in live.order_by("id").values_list("id", flat=True):
        conversation = lock_conversation(conversation_id)
        if conversation.assigned_agent_id == agent.id:
            _release(conversation, by)


def _release(conversation: Conversation, by: Agent) -> None:
    conversation.assigned_agent = None
    conversation.save(update_fields=["assigned_agent"])
    team_id = conversation.assigned_team_id
    team = str(team_id) if team_id else None
    record_about(conversation, EventKind.CONVERSATION_ASSIGNED, by=by, agent=None, team=team)
