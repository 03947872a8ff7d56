"""What a decision depends on, the candidates to choose from, and the outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from workers.contracts.labels import Decision
from workers.contracts.payloads import MessageAnalyzed

# A suggestion of which an edit kept less does not count as chosen.
CHOSEN = 0.5


@dataclass(frozen=True)
class ConversationState:
    """What a decision needs to know of the conversation beyond the message itself.

    `bot_answered`: the intent of the last answer, where that was the bot's. `inbox`: its name;
    `entities`: labels of those mentioned before. `answer_owed`: a message that is more than a
    greeting was left to humans, and nobody has answered it yet.
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
    """What agents did before. `judged`: by intent and candidate.

    `sent`: by conversation, the sources that its contact has got already.
    """

    judged: Mapping[str, Mapping[UUID, AcceptanceCount]] = field(default_factory=dict)
    sent: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A suggestion and its label: a value in [0, 1], or None where nobody judged it.

    `features`: in the order of `FEATURES`; fewer, where an earlier release stored it, and none of
    what an agent looked up. `source_id`: of the article or the macro that it is.
    """

    message_id: UUID
    kind: str
    features: tuple[float, ...]
    value: float | None
    source_id: UUID | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose it: accepted it, or kept enough of it in an edit."""
        return self.value is not None and self.value >= CHOSEN


@dataclass(frozen=True)
class Candidate:
    """One thing to suggest. `confidence` in [0, 1]; `evidence`: the article behind it, if any.

    A reply is a macro, or the answer to a solved question.

    `features`: what it was ranked by, in the order of `FEATURES`; `why`: the strongest reasons.
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
    """The decision about one message. Only an auto-reply has a `reply_text`.

    `answer_confidence`: the confidence of an answer by the bot; None where something else speaks
    against one.
    """

    message: MessageAnalyzed
    decision: Decision
    reason: str
    candidates: tuple[Candidate, ...]
    reply_text: str | None
    answer_confidence: float | None = None
