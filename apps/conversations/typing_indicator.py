"""Which agent is writing to a contact: the bot then does not answer, and colleagues see it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.events import record_about
from apps.conversations.models import Conversation, Typing
from workers.contracts.events import EventKind

# The composer repeats it every four seconds.
LASTS = timedelta(seconds=10)


def note_typing(conversation: Conversation, agent: Agent) -> None:
    """Record that an agent is writing. Needs no lock, because the newest row counts.

    Only the beginning is an event: the pages of others ask again when it should be over.
    """
    has_begun = not _list_typing(conversation).filter(agent=agent).exists()
    Typing.objects.bulk_create(
        [Typing(conversation=conversation, agent=agent, until=timezone.now() + LASTS)],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=["agent", "until"],
    )
    if has_begun:
        record_about(conversation, EventKind.AGENT_TYPING, by=agent)


def end_typing(conversation: Conversation, agent: Agent) -> None:
    """Forget that the agent was writing, because the message is sent."""
    Typing.objects.filter(conversation=conversation, agent=agent).delete()


def find_colleague_typing(conversation: Conversation, agent: Agent) -> Typing | None:
    """Another agent who is writing to this contact, and until when that counts."""
    return _list_typing(conversation).exclude(agent=agent).select_related("agent").first()


def _list_typing(conversation: Conversation) -> QuerySet[Typing, Typing]:
    return Typing.objects.filter(conversation=conversation, until__gt=timezone.now())
