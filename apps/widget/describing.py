"""Describes conversations and messages as the caller may see them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apps.assist.mentions import Mention, list_mentions
from apps.assist.models import Prediction, Suggestion
from apps.assist.queries import MessageFacts
from apps.conversations.models import Conversation, ConversationStatus, Message, SenderType
from apps.widget.schemas import MessageOut, PredictionOut, SuggestionOut


def describe(facts: MessageFacts, *, to_agent: bool) -> MessageOut:
    """Describe a message. Predictions and suggestions are for agents only.

    Fields that are not set here are not sent.
    """
    message, prediction = facts.message, facts.prediction
    optional: dict[str, Any] = {}
    if facts.superseded_by:
        optional["superseded_by"] = facts.superseded_by
    if message.agent:
        optional["sender_name"] = message.agent.display_name
    if message.sender_type == SenderType.BOT:
        optional |= _describe_answer(facts)
    if to_agent:
        optional["prediction"] = _describe_prediction(message, prediction) if prediction else None
        optional["suggestions"] = [_describe_suggestion(each) for each in facts.suggestions]
    return MessageOut.model_validate(
        {
            "id": message.id,
            "conversation_id": message.conversation_id,
            "direction": message.direction,
            "sender_type": message.sender_type,
            "text": message.text,
            "status": facts.state,
            "created_at": message.created_at,
            "decision": prediction.decision if prediction else None,
            "reply": _describe_reply(facts, facts.reply, to_agent) if facts.reply else None,
            **optional,
        }
    )


def describe_status(conversation: Conversation, *, to_agent: bool) -> str:
    """The status; a snooze is hidden from contacts, to whom the conversation is open."""
    is_hidden = conversation.status == ConversationStatus.SNOOZED and not to_agent
    return ConversationStatus.OPEN if is_hidden else conversation.status


def _describe_reply(facts: MessageFacts, reply: Message, to_agent: bool) -> MessageOut:
    answer = MessageFacts(reply, source=facts.source, rating=facts.rating)
    return describe(answer, to_agent=to_agent)


def _describe_answer(facts: MessageFacts) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if facts.source:
        fields["source"] = {"article_id": facts.source.id, "title": facts.source.title}
    if facts.rating:
        fields["rating"] = facts.rating
    return fields


def _describe_prediction(message: Message, prediction: Prediction) -> PredictionOut:
    return PredictionOut.model_validate(
        {
            "language": {
                "label": prediction.language,
                "confidence": prediction.language_confidence,
            },
            "intent": prediction.intents[0],
            "sentiment": {"label": prediction.sentiment, "score": prediction.sentiment_score},
            "entities": [_describe_mention(each) for each in list_mentions(message, prediction)],
            "model_version": prediction.model_version,
            "timings_ms": prediction.timings_ms,
        }
    )


def _describe_mention(mention: Mention) -> dict[str, Any]:
    return {name: value for name, value in asdict(mention).items() if value is not None}


def _describe_suggestion(suggestion: Suggestion) -> SuggestionOut:
    return SuggestionOut.model_validate(suggestion, from_attributes=True)
