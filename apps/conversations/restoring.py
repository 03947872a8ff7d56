"""Restores earlier values of a conversation's fields, to undo an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.accounts.models import Agent, Team
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, ConversationStatus
from apps.conversations.owners import check_agent_sees, check_team_sees, give_back
from apps.conversations.snoozing import SNOOZE
from apps.dispatch.actions import enqueue


def restore(conversation: Conversation, fields: Mapping[str, Any]) -> None:
    """Set fields to values from JSON. The caller holds the lock and records an event.

    Raises ActionRefused where the earlier agent or team may not see the inbox any more.
    """
    _check_owners(conversation, fields)
    for name, value in fields.items():
        moment = name == "snoozed_until" and value is not None
        setattr(conversation, name, datetime.fromisoformat(value) if moment else value)
    if conversation.status == ConversationStatus.SNOOZED:
        _check_snooze(conversation)
        enqueue(SNOOZE, conversation.id)
    conversation.save(update_fields=list(fields))
    give_back(conversation)


def _check_owners(conversation: Conversation, fields: Mapping[str, Any]) -> None:
    agent_id, team_id = fields.get("assigned_agent_id"), fields.get("assigned_team_id")
    agents = Agent.objects.select_for_update(no_key=True)
    agent = agents.filter(id=agent_id).first() if agent_id else None
    team = Team.objects.filter(id=team_id).first() if team_id else None
    if (agent_id and agent is None) or (team_id and team is None):
        raise ActionRefused("Whoever had it before is gone; choose somebody else.")
    if agent is not None:
        check_agent_sees(agent, conversation)
    if team is not None:
        check_team_sees(team, conversation)


def _check_snooze(conversation: Conversation) -> None:
    if conversation.snoozed_until is None or conversation.snoozed_until <= timezone.now():
        raise ActionRefused("Its snooze has run out meanwhile; set a new one instead.")
