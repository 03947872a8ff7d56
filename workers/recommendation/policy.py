"""Whether to answer alone, to suggest, or to fetch a human. Every threshold is in this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workers.contracts import (
    OUT_OF_SCOPE,
    TALK_TO_PERSON,
    UNKNOWN_LANGUAGE,
    Decision,
    MessageAnalyzed,
)
from workers.records import Candidate, ConversationState, IntentLinks

# The encoder and the heads are English; what they say of other languages is worth nothing.
KNOWN_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, but for `anger`, which is a sentiment score from -1 to 1.

    Set on the sample company's examples, each seen by models that had not learnt from it: from
    0.9 on lie 62 % of those that the bot may answer, 97.5 % of them with the right intent. Below
    the threshold of anger lie 46 % of what is negative, 1 % of what is neutral and 2 % of all
    questions. A missed reproach may get a prepared answer, a false alarm costs one:
    `python -m tests.benchmarks.understanding.anger` prints the trade-off.
    """

    intent: float = 0.9
    reply: float = 0.85
    person: float = 0.5
    anger: float = -0.8


@dataclass(frozen=True)
class Verdict:
    """The decision, and its reason for whoever asks why."""

    decision: Decision
    reason: str


THRESHOLDS = Thresholds()


def decide(
    message: MessageAnalyzed,
    candidates: Sequence[Candidate],
    conversation: ConversationState,
    links: Mapping[str, IntentLinks],
    thresholds: Thresholds = THRESHOLDS,
) -> Verdict:
    """The first rule that applies. Whatever is not answered alone is seen by a human."""
    return (
        _must_hand_off(message, thresholds)
        or _must_not_answer(message, conversation)
        or _is_unsure(message, candidates, links, thresholds)
        or Verdict("auto_reply", "The intent is clear and a prepared reply fits it.")
    )


def find_reply(candidates: Sequence[Candidate]) -> Candidate | None:
    """The reply that would be sent: the best one, of whatever rank."""
    return next((candidate for candidate in candidates if candidate.kind == "reply"), None)


def _must_hand_off(message: MessageAnalyzed, thresholds: Thresholds) -> Verdict | None:
    asks = message.intent.label == TALK_TO_PERSON
    if message.features.asks_for_person or (asks and message.intent.confidence > thresholds.person):
        return Verdict("hand_off", "The contact asks for a person.")
    if message.language.label not in KNOWN_LANGUAGES | {UNKNOWN_LANGUAGE}:
        return Verdict("hand_off", f"The models do not know the language {message.language.label}.")
    if message.sentiment.score < thresholds.anger:
        return Verdict("hand_off", "The contact is upset.")
    return None


def _must_not_answer(message: MessageAnalyzed, conversation: ConversationState) -> Verdict | None:
    if conversation.handed_off:
        return Verdict("suggest", "A human has this conversation.")
    if conversation.answered_before:
        return Verdict("suggest", "Somebody has answered in this conversation before.")
    if message.language.label == UNKNOWN_LANGUAGE:
        return Verdict("suggest", "The language is not clear.")
    if message.intent.label == OUT_OF_SCOPE:
        return Verdict("suggest", "This is nothing that the knowledge covers.")
    return None


def _is_unsure(
    message: MessageAnalyzed,
    candidates: Sequence[Candidate],
    links: Mapping[str, IntentLinks],
    thresholds: Thresholds,
) -> Verdict | None:
    intent, reply = message.intent, find_reply(candidates)
    if intent.label not in links or not links[intent.label].may_auto_reply:
        return Verdict("suggest", f"The bot may not answer {intent.label} alone.")
    if intent.confidence < thresholds.intent:
        return Verdict("suggest", "The intent is not clear enough.")
    if reply is None or reply.confidence < thresholds.reply:
        return Verdict("suggest", "No prepared reply fits well enough.")
    if reply.macro_id not in links[intent.label].macros:
        return Verdict("suggest", "The best reply is not one of this intent.")
    if "{{" in reply.text:
        return Verdict("suggest", "The best reply speaks of what only an agent can check.")
    return None
