"""From the bot to a human: announced to the contact once, and never undone by the bot."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import Team
from apps.conversations.append import append_message
from apps.conversations.events import record_about
from apps.conversations.models import Conversation, ConversationStatus, Direction, Inbox, SenderType
from workers.contracts.events import EventKind

# What an event tells as the cause of a hand-off, and what people read.
CAUSES = {"unhelpful": "The contact said that the bot's answer did not help."}


def hand_off(conversation: Conversation, cause: str = "") -> None:
    """Give a conversation to the humans, once. The caller holds its lock.

    `cause`: one of `CAUSES`; empty where a button or a message says it.
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
    told: dict[str, Any] = {"cause": cause} if cause else {}
    record_about(conversation, EventKind.CONVERSATION_HANDED_OFF, **told)


def _find_only_team(inbox: Inbox) -> Team | None:
    """Whom it belongs to where there is no choice; else it waits for whoever takes it."""
    teams = inbox.teams.all()[:2]
    return teams[0] if len(teams) == 1 else None
