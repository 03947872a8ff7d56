"""Who is writing to a contact just now: for as long, the bot does not talk over them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.models import Conversation, Typing

# The composer says so again every four seconds.
LASTS = timedelta(seconds=10)


def note_typing(conversation: Conversation, agent: Agent) -> None:
    """An agent has touched the composer. Takes no lock, because the newest word counts."""
    Typing.objects.bulk_create(
        [Typing(conversation=conversation, agent=agent, until=timezone.now() + LASTS)],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=["agent", "until"],
    )
