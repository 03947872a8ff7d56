"""What agents send, from wherever it came: typed, pasted, or sent by a program of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from apps.accounts.models import Agent
from apps.conversations.actions import send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Message
from apps.knowledge.variables import VARIABLES, find_hidden, find_variables


def send_written(conversation_id: UUID, agent: Agent | None, text: str) -> Message:
    """Send a reply as it was written.

    Raises ActionRefused where something is left open in it, Conversation.DoesNotExist when the
    conversation is gone.
    """
    refuse_variables(name for name in find_variables(text) if name in VARIABLES)
    refuse_placeholders(find_hidden(text))
    return send_reply(conversation_id, agent, text)


def refuse_variables(names: Iterable[str]) -> None:
    """Raises ActionRefused where there is one: the contact would read its name."""
    if left := ", ".join(names):
        raise ActionRefused(f"Fill in {left} before you send this.")


def refuse_placeholders(placeholders: Iterable[str]) -> None:
    """Raises ActionRefused where there is one: the contact would read it."""
    if left := ", ".join(placeholders):
        raise ActionRefused(f"Put words in place of {left} before you send this.")
