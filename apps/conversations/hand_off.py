"""Hands a conversation off to humans: announced to the contact once, never undone by the bot."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import Team
from apps.conversations.append import append_message
from apps.conversations.events import record_about
from apps.conversations.models import Conversation, ConversationStatus, Direction, Inbox, SenderType
from workers.contracts.events import EventKind

# Causes of a hand-off, as events have them, and the sentences that people read.
CAUSES = {"unhelpful": "The contact said that the bot's answer did not help."}


def hand_off(conversation: Conversation, cause: str = "") -> None:
    """Hand a conversation off, unless that was done. The caller holds its lock.

    `cause`: one of `CAUSES`; empty where a button or a message is the cause.
    """
    if conversation.handed_off_at is not None:
        return
    conversation.handed_off_at = timezone.now()
    conversation.status = ConversationStatus.OPEN
    conversation.assigned_team = conversation.assigned_team or _find_only_team(conversation.inbox)
    if conversation.inbox.hand_off_text:
        append_message(
            conversation,
            text=conversation.inbox.hand_off_text,
            direction=Direction.OUTGOING,
            sender_type=SenderType.SYSTEM,
        )
    conversation.save()
    data: dict[str, Any] = {"cause": cause} if cause else {}
    record_about(conversation, EventKind.CONVERSATION_HANDED_OFF, **data)


def _find_only_team(inbox: Inbox) -> Team | None:
    """The team of the inbox where there is only one; else the conversation waits unassigned."""
    teams = inbox.teams.all()[:2]
    return teams[0] if len(teams) == 1 else None
