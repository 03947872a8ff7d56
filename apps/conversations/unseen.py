"""What a contact has just written is not put away by an agent who has not seen it."""

from __future__ import annotations

from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, SenderType


def refuse_unseen(conversation: Conversation, seen: int | None) -> None:
    """Raises ActionRefused when the contact has written since. The caller holds the lock.

    `seen`: the newest sequence that the agent had before their eyes; None where nobody knows.
    """
    if seen is None:
        return
    newer = conversation.messages.filter(sequence__gt=seen, sender_type=SenderType.CONTACT)
    if newer.exists():
        raise ActionRefused("The customer has just written again; read it before you do this.")
