"""Keeps messages that an agent has not seen from being answered, resolved or snoozed."""

from __future__ import annotations

from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, SenderType


def refuse_unseen(conversation: Conversation, seen: int | None) -> None:
    """Raises ActionRefused when the contact has written since, or was promised a person.

    The caller holds the lock. `seen`: the newest sequence that was on the agent's page; None where
    that is not known.
    """
    if seen is None:
        return
    # The system announces hand-offs, which a button of the contact may ask for without a message.
    senders = (SenderType.CONTACT, SenderType.SYSTEM)
    if conversation.messages.filter(sequence__gt=seen, sender_type__in=senders).exists():
        raise ActionRefused(
            "The customer has just written again or was promised a person; look before you do this."
        )


def find_unseen(conversation: Conversation, seen: int | None) -> int | None:
    """The sequence of the contact's first message that the agent has not seen and nobody answered.

    None where there is none. `seen`: as above; the caller holds the lock.
    """
    if seen is None:
        return None
    newer = conversation.messages.filter(
        sequence__gt=max(seen, conversation.answered_sequence), sender_type=SenderType.CONTACT
    )
    return newer.order_by("sequence").values_list("sequence", flat=True).first()
