"""Records events about conversations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apps.accounts.models import Agent
from apps.conversations.models import Conversation
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind


def record_about(
    conversation: Conversation,
    kind: EventKind,
    *,
    by: Agent | None = None,
    message_id: UUID | None = None,
    **data: Any,
) -> None:
    """Record an event. `by`: the agent who did it, if any. `data`: ids, labels and numbers only."""
    record_event(
        kind,
        inbox_id=conversation.inbox_id,
        conversation_id=conversation.id,
        message_id=message_id,
        **({"by": str(by.id)} if by else {}),
        **data,
    )
