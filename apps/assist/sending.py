"""What agents send, from wherever it came: typed, pasted, or sent by a program of theirs."""

from __future__ import annotations

from uuid import UUID

from apps.accounts.models import Agent
from apps.conversations.actions import send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Message
from apps.knowledge.hidden import find_hidden
from apps.knowledge.variables import find_open


class LeftOpen(ActionRefused):
    """Something in a reply looks as if somebody had yet to fill it in."""


def send_written(
    conversation_id: UUID,
    agent: Agent | None,
    text: str,
    *,
    said: str = "",
    as_written: bool = False,
) -> Message:
    """Send a reply. `said`: what the article or macro that it rests on says.

    Raises LeftOpen where something is left open in it and its writer has not said that the contact
    shall read it `as_written`, Conversation.DoesNotExist when the conversation is gone.
    """
    if not as_written:
        refuse_open(text, said)
    return send_reply(conversation_id, agent, text)


def refuse_open(text: str, said: str = "") -> None:
    """Raises LeftOpen where something is left open: the contact would read its name."""
    if left := ", ".join(find_open(text)):
        raise LeftOpen(f"Fill in {left}, or take it out, before you send this.")
    if left := ", ".join(find_hidden(text, said)):
        raise LeftOpen(f"Put words in place of {left} before you send this.")
