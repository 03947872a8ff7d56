"""What the last stage is given: messages, intents and passages, as plain as a test wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from workers.contracts.payloads import (
    Entity,
    Language,
    MessageAnalyzed,
    ScoredLabel,
    SentimentScore,
    TextFeatures,
)
from workers.recommendation.ranking import Basis
from workers.recommendation.retrieval import Found
from workers.records.decisions import Candidate, ConversationState, Experience
from workers.records.knowledge import Action, IntentLinks, Passage

NAMES = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FRESH = ConversationState(handed_off=False, answered_before=False)


def named(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(NAMES, name)


def make_analyzed(  # noqa: PLR0913 - each argument is a field of it
    *,
    intent: str = "delivery_time",
    confidence: float = 0.95,
    language: str = "en",
    score: float = 0.0,
    asks_for_person: bool = False,
    earlier: str = "",
    intents: Sequence[ScoredLabel] = (),
    entities: tuple[Entity, ...] = (),
) -> MessageAnalyzed:
    return MessageAnalyzed(
        work_id=1,
        message_id=named("message"),
        conversation_id=named("conversation"),
        text="How long does it take?",
        earlier_text=earlier,
        alignment=(),
        language=Language(label=language, confidence=0.9),
        entities=entities,
        features=TextFeatures(
            words=5, questions=1, exclamations=0, shouting=0.0, asks_for_person=asks_for_person
        ),
        intents=tuple(intents) or (ScoredLabel(label=intent, confidence=confidence),),
        sentiment=SentimentScore(label="neutral", score=score),
        embedding="",
        encoder="encoder",
        model_version="version",
    )


def make_links(slug: str = "delivery_time", **changes: Any) -> IntentLinks:
    """An intent with an article, a macro and an action of its own."""
    given: dict[str, Any] = {
        "answer_from": 0.8,
        "articles": {named(f"{slug} article"): f"{slug} article"},
        "macros": {named(f"{slug} macro"): (f"{slug} macro", "Two or three days.")},
        "actions": {named(f"{slug} action"): Action(named(f"{slug} action"), slug, "Do it.")},
    }
    return IntentLinks(slug, **{**given, **changes})


def make_reply(
    macro: str = "delivery_time macro", confidence: float = 0.9, text: str = "Two or three days."
) -> Candidate:
    return Candidate("reply", macro, text, confidence, macro_id=named(macro))


def make_passage(name: str, kind: str = "article", part: int = 0) -> Passage:
    """A part of an article or macro; parts of one name share their source."""
    source = named(name)
    return Passage(
        id=named(f"{name} {part}").int % 2**63,
        article_id=source if kind == "article" else None,
        macro_id=source if kind == "macro" else None,
        title=f"{name}: part {part}",
        text=f"What {name} says in part {part}.",
        source_title=name,
    )


def make_found(passage: Passage, cosine: float = 0.5, lexical: float = 0.5) -> Found:
    return Found(passage, cosine, lexical, fused=0.0)


def make_basis(links: Mapping[str, IntentLinks] | None = None, **changes: Any) -> Basis:
    """Nothing has been learnt yet."""
    known = {"experience": Experience(), "now": NOW, **changes}
    return Basis(links or {}, **known)
