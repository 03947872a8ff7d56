"""Sends agents' replies, typed or sent by a program, unless a placeholder was left in."""

from __future__ import annotations

from uuid import UUID

from apps.accounts.models import Agent
from apps.conversations.actions import send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Message
from apps.knowledge.placeholders import find_placeholders
from apps.knowledge.variables import find_unfilled

FOR_AGENTS_ONLY = (
    "This article is for agents only, or not published any more: say it in your own words."
)


class Unfilled(ActionRefused):
    """Something in a reply looks as if somebody had yet to fill it in."""


def send_written(
    conversation_id: UUID,
    agent: Agent | None,
    text: str,
    *,
    as_written: bool = False,
    seen: int | None = None,
) -> Message:
    """Send a reply. `seen`: see `send_reply`.

    Raises Unfilled for variables and placeholders in the text, unless it shall be sent
    `as_written`; Conversation.DoesNotExist when the conversation is gone.
    """
    if not as_written:
        refuse_unfilled(text)
    return send_reply(conversation_id, agent, text, seen=seen)


def refuse_unfilled(text: str, source_text: str = "") -> None:
    """Raises Unfilled for variables and placeholders: the contact would read their names.

    `source_text`: of the article or macro that the text is taken from.
    """
    if left := ", ".join(find_unfilled(text)):
        raise Unfilled(f"Fill in {left}, or take it out, before you send this.")
    if left := ", ".join(find_placeholders(text, source_text)):
        raise Unfilled(f"Put words in place of {left} before you send this.")
