"""Rows as the stages see them: what `workers.db` reads and writes, and pure modules think about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from workers.contracts import Decision, MessageAnalyzed


@dataclass(frozen=True)
class StartedWork:
    """A row of work that this chain holds."""

    id: int
    subject_id: UUID


@dataclass(frozen=True)
class Turn:
    """A stored message with those of its contact that came since the last answer, oldest first.

    `written_at` is aware; `zone` is the contact's IANA name, if it is known.
    """

    message_id: UUID
    conversation_id: UUID
    text: str
    inbox_language: str
    earlier_texts: tuple[str, ...]
    written_at: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Said:
    """A message of a resolved conversation. `intent` and `language` are empty where nobody knows.

    `article_id`, `macro_id`: what the answer was taken from. `helped`: the contact put a thumb up
    on this answer of the bot.
    """

    message_id: UUID
    sender_type: str
    text: str
    intent: str = ""
    language: str = ""
    article_id: UUID | None = None
    macro_id: UUID | None = None
    helped: bool = False


@dataclass(frozen=True)
class ResolvedConversation:
    """What was said in it, oldest first; `contact_name` is empty where nobody knows it."""

    id: UUID
    inbox_id: UUID
    inbox_language: str
    contact_name: str
    said: tuple[Said, ...]


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


@dataclass(frozen=True)
class Passage:
    """A piece of an article, or a macro: exactly one of the two ids is set.

    `source_title` is the article's or the macro's. What is not `for_customers` only agents see.
    """

    id: int
    article_id: UUID | None
    macro_id: UUID | None
    title: str
    text: str
    source_title: str
    for_customers: bool = True


@dataclass(frozen=True)
class Hit:
    """A passage that a search found; `score`: cosine, or full-text rank."""

    passage_id: int
    score: float


@dataclass(frozen=True)
class Action:
    """Something that an agent can do for the contact."""

    id: UUID
    title: str
    description: str


@dataclass(frozen=True)
class IntentLinks:
    """What usually answers an intent, and whether the bot may do so alone."""

    slug: str
    may_auto_reply: bool
    articles: dict[UUID, str] = field(default_factory=dict)
    macros: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    actions: dict[UUID, Action] = field(default_factory=dict)


@dataclass(frozen=True)
class ConversationState:
    """What a decision needs to know of the conversation beyond the message itself."""

    handed_off: bool
    answered_before: bool


@dataclass(frozen=True)
class Candidate:
    """One thing to suggest. `confidence` in [0, 1]; `evidence`: the article behind it, if any."""

    kind: str
    title: str
    text: str
    confidence: float
    article_id: UUID | None = None
    macro_id: UUID | None = None
    action_id: UUID | None = None
    evidence: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What was decided for one message. `reply_text` is set for an auto-reply alone."""

    message: MessageAnalyzed
    decision: Decision
    reason: str
    candidates: tuple[Candidate, ...]
    reply_text: str | None
