"""What a decision depends on, what there is to choose from, and what is decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from workers.contracts.labels import Decision
from workers.contracts.payloads import MessageAnalyzed


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
class AcceptanceCount:
    """How often a candidate was judged for an intent, and the sum of its values in [0, 1]."""

    times: int
    value: float


@dataclass(frozen=True)
class Experience:
    """What agents did before. `judged`: by intent and candidate; `sent`: what a conversation's
    contact got already."""

    judged: Mapping[str, Mapping[UUID, AcceptanceCount]] = field(default_factory=dict)
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
