"""Unassigns the conversations of agents who leave, or who may not see an inbox any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import Agent
from apps.conversations.actions import lock_conversation
from apps.conversations.models import LIVE_STATUSES, Conversation, Inbox
from apps.conversations.owners import give_back, may_have
from apps.conversations.queries import list_inboxes_of


def hold_conversations(agent: Agent) -> None:
    """Lock the live conversations of an agent, before the agent is locked and changed."""
    held = Conversation.objects.filter(assigned_agent=agent, status__in=LIVE_STATUSES)
    list(held.select_for_update().order_by("id").values_list("id"))


@transaction.atomic
def release_conversations(agent: Agent, by: Agent) -> None:
    """Unassign the live conversations that an agent may not have any more; their teams stay."""
    held = Conversation.objects.filter(assigned_agent=agent)
    _release(held.exclude(inbox__in=list_inboxes_of(agent)) if agent.is_active else held, by)


@transaction.atomic
def release_inbox(inbox: Inbox, by: Agent) -> None:
    """Unassign the live conversations of an inbox whose agents may not see it any more."""
    held = Conversation.objects.filter(inbox=inbox, status__in=LIVE_STATUSES)
    holders = Agent.objects.filter(id__in=held.values("assigned_agent")).select_related("team")
    gone = [agent for agent in holders if not may_have(agent, inbox.id)]
    _release(held.filter(assigned_agent__in=gone), by)


def _release(conversations: QuerySet[Conversation], by: Agent) -> None:
    live = conversations.filter(status__in=LIVE_STATUSES)
    for conversation_id in live.order_by("id").values_list("id", flat=True):
        give_back(lock_conversation(conversation_id), by)
