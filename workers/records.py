"""Rows as the stages see them: what `workers.db` reads and writes, and pure modules think about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from workers.conditions import Conditions
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
    on this answer of the bot. `agent_name`: whose answer it is, where an agent wrote it.
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
    """A piece of an article, a macro, or a solved question, which has neither of the two ids.

    `source_title` is the article's or the macro's. What is not `for_customers` only agents see.
    """

    id: int
    article_id: UUID | None
    macro_id: UUID | None
    title: str
    text: str
    source_title: str
    for_customers: bool = True
    language: str = "en"
    updated_at: datetime | None = None

    @property
    def is_question(self) -> bool:
        return self.article_id is None and self.macro_id is None


class Hit(NamedTuple):
    """A passage that a search found; `score`: cosine, or full-text rank.

    `cosine` is 0 where the passage has no vector yet. Thousands are made of a claim, and a tuple
    is made quickly.
    """

    passage_id: int
    score: float
    cosine: float


@dataclass(frozen=True)
class PastAnswer:
    """A question that was solved before, both redacted; `similarity`: cosine to the new one.

    `article_id`, `macro_id`: what the agent took the answer from.
    """

    id: UUID
    question: str
    answer: str
    article_id: UUID | None
    macro_id: UUID | None
    intent: str
    language: str
    similarity: float

    @property
    def source_id(self) -> UUID:
        """What answered it: a macro, an article, or what the agent wrote."""
        return self.macro_id or self.article_id or self.id


@dataclass(frozen=True)
class Frequencies:
    """In how many of the passages a word is; what is not among `words` is rarer than they are.

    Both are estimates, and empty before anybody has counted.
    """

    passages: int = 0
    words: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def rarest(self) -> float:
        return min(self.words.values(), default=0.0)


@dataclass(frozen=True)
class WeighedWord:
    """A word to search for, as full-text search writes it; the rarer, the heavier."""

    lexeme: str
    weight: float


@dataclass(frozen=True)
class Action:
    """Something that an agent can do for the contact."""

    id: UUID
    title: str
    description: str
    conditions: Conditions = field(default_factory=dict)


@dataclass(frozen=True)
class IntentLinks:
    """What usually answers an intent.

    `answer_from`: the answer confidence from which on the bot may do so alone; None: never.
    """

    slug: str
    answer_from: float | None
    articles: dict[UUID, str] = field(default_factory=dict)
    macros: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    actions: dict[UUID, Action] = field(default_factory=dict)


@dataclass(frozen=True)
class ConversationState:
    """What a decision needs to know of the conversation beyond the message itself.

    `bot_answered`: the intent that the bot has answered last here. `inbox`: its name; `entities`:
    the labels of what was mentioned in it before. `answer_owed`: something else than a greeting
    was left to humans, and nobody has answered it yet.
    """

    handed_off: bool
    answered_before: bool
    bot_answered: str | None = None
    priority: str = "normal"
    status: str = "open"
    inbox: str = ""
    tags: Collection[str] = ()
    entities: Collection[str] = ()
    answer_owed: bool = False


@dataclass(frozen=True)
class Judged:
    """How often a candidate was judged for an intent, and the sum of its values in [0, 1]."""

    times: int
    value: float


@dataclass(frozen=True)
class Experience:
    """What agents did before. `judged`: by intent and candidate; `sent`: what a conversation's
    contact got already."""

    judged: Mapping[str, Mapping[UUID, Judged]] = field(default_factory=dict)
    sent: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A suggestion and what an agent made of it: a value in [0, 1], None where not judged.

    `features`: in the order of `FEATURES`, as far as its release knew them.
    """

    message_id: UUID
    kind: str
    features: tuple[float, ...]
    value: float | None


@dataclass(frozen=True)
class Candidate:
    """One thing to suggest. `confidence` in [0, 1]; `evidence`: the article behind it, if any.

    A reply is a macro, or the answer to a solved question.

    `features`: what it was ranked by, in the order of `FEATURES`; `why`: what weighed most.
    """

    kind: str
    title: str
    text: str
    confidence: float
    article_id: UUID | None = None
    macro_id: UUID | None = None
    action_id: UUID | None = None
    solved_question_id: UUID | None = None
    evidence: tuple[tuple[UUID, str], ...] = ()
    features: tuple[float, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What was decided for one message. `reply_text` is set for an auto-reply alone.

    `answer_confidence`: how sure an answer of the bot would be, where nothing else speaks against
    one.
    """

    message: MessageAnalyzed
    decision: Decision
    reason: str
    candidates: tuple[Candidate, ...]
    reply_text: str | None
    answer_confidence: float | None = None


@dataclass(frozen=True)
class Unanswered:
    """A solved question, redacted, that nothing in the knowledge answered."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    text: str


@dataclass(frozen=True)
class Cluster:
    """Questions that ask the same: each one's id with its closeness to all others, a cosine, the
    most central first."""

    members: tuple[tuple[UUID, float], ...]


@dataclass(frozen=True)
class FoundGap:
    """A group of questions under the id of its gap, new or known, and a name for it."""

    id: UUID
    label: str
    cluster: Cluster
