"""Passages, search results and solved questions, and the answers linked to intents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from workers.contracts.conditions import Conditions


@dataclass(frozen=True)
class Passage:
    """A piece of an article, a macro, or a solved question, which has neither of the two ids.

    `source_title`: of the article or the macro. Without `for_customers`, only agents may see it.
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
    solved_question_id: UUID | None = None

    @property
    def owner_id(self) -> UUID | None:
        """The id of the article, macro or solved question that it is a piece of."""
        return self.source_id or self.solved_question_id

    @property
    def source_id(self) -> UUID | None:
        return self.article_id or self.macro_id

    @property
    def is_question(self) -> bool:
        return self.source_id is None


class Hit(NamedTuple):
    """A passage that a search found; `score`: cosine, or full-text rank.

    `cosine` is 0 where the passage has no vector yet. A tuple, because a claim makes thousands.
    """

    passage_id: int
    score: float
    cosine: float


@dataclass(frozen=True)
class PastAnswer:
    """A solved question and its answer, redacted; `similarity`: its cosine to the new question.

    `article_id`, `macro_id`: what the answer was taken from.
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
    def source_id(self) -> UUID | None:
        """The macro or article that answered it; None where the agent's own words did."""
        return self.macro_id or self.article_id


@dataclass(frozen=True)
class EmbeddedText:
    """A question that an article or a macro answered, or a passage of one of them.

    `embedding`: float32 (384,), normalised; `message_id`: of a question.
    """

    article_id: UUID | None
    macro_id: UUID | None
    embedding: NDArray[np.float32]
    message_id: UUID | None = None

    @property
    def source_id(self) -> UUID | None:
        return self.macro_id or self.article_id


@dataclass(frozen=True)
class Frequencies:
    """In how many passages each word occurs; words that are missing are rarer than all of these.

    Estimates by Postgres, empty before its first ANALYZE.
    """

    passages: int = 0
    words: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def rarest(self) -> float:
        return min(self.words.values(), default=0.0)


@dataclass(frozen=True)
class WeighedWord:
    """A lexeme to search for; rarer ones weigh more."""

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

    `answer_from`: the answer confidence from which the bot may answer alone; None: never.
    """

    slug: str
    answer_from: float | None
    articles: dict[UUID, str] = field(default_factory=dict)
    macros: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    actions: dict[UUID, Action] = field(default_factory=dict)
