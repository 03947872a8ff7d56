"""A settled outcome as rows of predictions, suggestions, messages and events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from workers.contracts.events import EventKind
from workers.db.settling import Settled
from workers.records.decisions import Outcome

Row = dict[str, Any]


def prediction_row(outcome: Outcome, timings_ms: Mapping[str, float]) -> Row:
    analyzed = outcome.message
    return {
        "id": uuid7(),
        "message_id": analyzed.message_id,
        "decision": outcome.decision,
        "reason": outcome.reason,
        "language": analyzed.language.label,
        "language_confidence": analyzed.language.confidence,
        "intents": analyzed.intents,
        "sentiment": analyzed.sentiment.label,
        "sentiment_score": analyzed.sentiment.score,
        "entities": analyzed.entities,
        "features": analyzed.features,
        "model_version": analyzed.model_version,
        "answer_confidence": outcome.answer_confidence,
        "timings_ms": timings_ms,
        "created_at": "now",
    }


def suggestion_rows(prediction_id: UUID, outcome: Outcome) -> list[Row]:
    return [
        {
            "id": uuid7(),
            "prediction_id": prediction_id,
            "rank": rank,
            "kind": candidate.kind,
            "title": candidate.title,
            "text": candidate.text,
            "confidence": candidate.confidence,
            "article_id": candidate.article_id,
            "macro_id": candidate.macro_id,
            "action_id": candidate.action_id,
            "solved_question_id": candidate.solved_question_id,
            "evidence": [{"article_id": id_, "title": title} for id_, title in candidate.evidence],
            "features": [round(1000 * value) for value in candidate.features],
            "why": " ".join(candidate.why),
        }
        for rank, candidate in enumerate(outcome.candidates, start=1)
    ]


def message_row(item: Settled) -> Row | None:
    if item.outgoing is None:
        return None
    sender_type, text = item.outgoing
    return {
        "id": uuid7(),
        "conversation_id": item.conversation.id,
        "sequence": item.conversation.message_count + 1,
        "direction": "outgoing",
        "sender_type": sender_type,
        "in_reply_to_id": item.outcome.message.message_id if sender_type == "bot" else None,
        "text": text,
        "created_at": "now",
    }


def event_rows(item: Settled) -> list[Row]:
    done = event_row(EventKind.MESSAGE_DONE, item, {"decision": item.outcome.decision})
    return (
        [done, event_row(EventKind.CONVERSATION_HANDED_OFF, item, {})] if item.hands_off else [done]
    )


def event_row(kind: EventKind, item: Settled, data: Row) -> Row:
    return {
        "kind": kind,
        "inbox_id": item.conversation.inbox_id,
        "conversation_id": item.conversation.id,
        "message_id": item.outcome.message.message_id,
        "data": data,
        "created_at": "now",
    }
