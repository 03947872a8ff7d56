"""Decides whether to answer alone, to suggest, or to hand off. Every rule is in this file.

The confidence that the bot needs to answer an intent alone is not set here: it comes with the
intent, measured on what people made of its answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workers.contracts.labels import OUT_OF_SCOPE, TALK_TO_PERSON, UNKNOWN_LANGUAGE, Decision
from workers.contracts.payloads import MessageAnalyzed
from workers.models.text_encoder import is_unknown_to_models
from workers.recommendation.anger import is_angry
from workers.recommendation.language_names import name_language
from workers.recommendation.unsolved import says_unsolved
from workers.records.decisions import Candidate, ConversationState
from workers.records.knowledge import IntentLinks
from workers.text.several import asks_several


@dataclass(frozen=True)
class Thresholds:
    """`person`: a probability; `anger`: a sentiment score from -1 to 1.

    Set on the sample company's examples while they were held out. 47 % of negative texts, 0.5 % of
    neutral ones and 2.5 % of all questions are below the threshold of anger. A missed reproach may
    get an automatic answer, a false alarm prevents one: `python -m
    tests.benchmarks.understanding.anger` prints the trade-off.
    """

    person: float = 0.5
    anger: float = -0.8


@dataclass(frozen=True)
class Verdict:
    """The decision and its reason, a sentence.

    `confidence`: the answer confidence, where nothing else speaks against an answer; else None.
    """

    decision: Decision
    reason: str
    confidence: float | None = None


THRESHOLDS = Thresholds()


def decide(
    message: MessageAnalyzed,
    candidates: Sequence[Candidate],
    conversation: ConversationState,
    links: Mapping[str, IntentLinks],
    thresholds: Thresholds = THRESHOLDS,
) -> Verdict:
    """The verdict of the first rule that applies. Without an answer, a human sees the message."""
    reply = find_reply(candidates)
    return (
        _must_hand_off(message, conversation, thresholds)
        or _must_not_answer(message, conversation)
        or _has_no_answer(message, reply, links)
        or _weigh(message, reply, links)
    )


def find_reply(candidates: Sequence[Candidate]) -> Candidate | None:
    """The reply that the bot would send: the best macro, whatever its rank.

    It never sends a past answer, which an agent wrote to somebody else.
    """
    return next((each for each in candidates if each.kind == "reply" and each.macro_id), None)


def answer_confidence(message: MessageAnalyzed, reply: Candidate | None) -> float:
    """The confidence in an answer: the lower of the intent's and the reply's."""
    return round(min(message.intent.confidence, reply.confidence), 4) if reply else 0.0


def _must_hand_off(
    message: MessageAnalyzed, conversation: ConversationState, thresholds: Thresholds
) -> Verdict | None:
    asks = message.intent.label == TALK_TO_PERSON
    if message.features.asks_for_person or (asks and message.intent.confidence > thresholds.person):
        return Verdict("hand_off", "The contact asks for a person.")
    if is_unknown_to_models(message.language.label):
        language = name_language(message.language.label)
        return Verdict("hand_off", f"The contact writes {language}, which the models do not know.")
    if message.sentiment.score < thresholds.anger or is_angry(message):
        return Verdict("hand_off", "The contact is upset.")
    if conversation.bot_answered and not conversation.handed_off:
        return _must_stand_aside(message, conversation)
    return None


def _must_stand_aside(message: MessageAnalyzed, conversation: ConversationState) -> Verdict | None:
    again = message.intent.label == conversation.bot_answered
    if again or says_unsolved(message.turn_text):
        return Verdict("hand_off", "The bot's answer did not solve it.")
    return None


def _must_not_answer(message: MessageAnalyzed, conversation: ConversationState) -> Verdict | None:
    if conversation.handed_off:
        return Verdict("suggest", "A human has this conversation.")
    if conversation.answered_before:
        return Verdict("suggest", "Somebody has answered in this conversation before.")
    if conversation.answer_owed:
        return Verdict("suggest", "What was asked before waits for a human.")
    if message.language.label == UNKNOWN_LANGUAGE:
        return Verdict("suggest", "The language is not clear.")
    if message.intent.label == OUT_OF_SCOPE:
        return Verdict("suggest", "This is nothing that the knowledge covers.")
    return None


def _has_no_answer(
    message: MessageAnalyzed, reply: Candidate | None, links: Mapping[str, IntentLinks]
) -> Verdict | None:
    if asks_several(message.turn_text):
        return Verdict("suggest", "Several things are asked, and one reply may answer one of them.")
    if message.intent.label not in links or message.intent.label == TALK_TO_PERSON:
        return Verdict("suggest", f"The bot has no answer to {_name(message.intent.label)}.")
    if reply is None:
        return Verdict("suggest", "No prepared reply fits.")
    if reply.macro_id not in links[message.intent.label].macros:
        return Verdict("suggest", "The best reply is not one of this intent.")
    if "{{" in reply.text:
        return Verdict("suggest", "The best reply speaks of what only an agent can check.")
    return None


def _weigh(
    message: MessageAnalyzed, reply: Candidate | None, links: Mapping[str, IntentLinks]
) -> Verdict:
    slug, sure = message.intent.label, answer_confidence(message, reply)
    needed, named = links[slug].answer_from, _name(slug)
    if needed is None:
        return Verdict("suggest", f"The bot may not answer {named} alone.", sure)
    if sure < needed:
        reason = f"The bot is {sure:.2f} sure and answers {named} alone from {needed:.2f} on."
        return Verdict("suggest", reason, sure)
    return Verdict(
        "auto_reply", f"From {needed:.2f} on enough answers to {named} were right.", sure
    )


def _name(slug: str) -> str:
    """An intent in a sentence: `delivery_time` is “delivery time”."""
    return f"“{slug.replace('_', ' ')}”"
