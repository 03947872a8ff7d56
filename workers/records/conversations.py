"""Resolved conversations, and the solved questions that they teach."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Utterance:
    """A message of a resolved conversation. `intent` and `language` may be empty.

    `article_id`, `macro_id`: what the answer was taken from. `helped`: the contact put a thumb up
    on this answer of the bot. `agent_name`: whose answer it is, where an agent wrote it.
    `suggested`: what it was before the agent edited it, if they did.
    """

    message_id: UUID
    sender_type: str
    text: str
    intent: str = ""
    language: str = ""
    article_id: UUID | None = None
    macro_id: UUID | None = None
    helped: bool = False
    agent_name: str = ""
    suggested: str = ""


@dataclass(frozen=True)
class ResolvedConversation:
    """A conversation with its messages, oldest first; `contact_name` may be empty."""

    id: UUID
    inbox_id: UUID
    inbox_language: str
    contact_name: str
    messages: tuple[Utterance, ...]


@dataclass(frozen=True)
class Solved:
    """A question and its answer, both redacted, and what the answer was taken from.

    `digest`: SHA-256 of both without regard to case and space.
    """

    conversation_id: UUID
    inbox_id: UUID
    message_id: UUID
    question: str
    answer: str
    article_id: UUID | None
    macro_id: UUID | None
    intent: str
    language: str
    digest: str
