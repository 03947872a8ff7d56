"""Keeps agents from resolving or snoozing a conversation with messages that they have not seen."""

from __future__ import annotations

from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, SenderType


def refuse_unseen(conversation: Conversation, seen: int | None) -> None:
    """Raises ActionRefused when the contact has written since. The caller holds the lock.

    `seen`: the newest sequence that was on the agent's page; None where that is not known.
    """
    if seen is None:
        return
    newer = conversation.messages.filter(sequence__gt=seen, sender_type=SenderType.CONTACT)
    if newer.exists():
        raise ActionRefused("The customer has just written again; read it before you do this.")
