"""The last write of a chain: everything that follows from a decision, or nothing of it.

1. Lock the rows of work that are still ours, each after its conversation.
2. Keep an auto-reply only where the conversation has not moved on.
3. Write predictions, suggestions, what is said, the conversations' state and the events.
4. Mark the work done, and what the turn had before it superseded.

Run twice, the second run finds no lease and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, update
from uuid_utils.compat import uuid7

from workers.db import conversations, work
from workers.db.bulk import insert_rows
from workers.db.conversations import HeldConversation
from workers.db.tables import event, message, prediction, suggestion
from workers.db.tables import work as work_table
from workers.records.decisions import Outcome

Row = dict[str, Any]


@dataclass(frozen=True)
class _Settled:
    """An outcome with the conversation that it is written into."""

    outcome: Outcome
    conversation: HeldConversation

    @property
    def hands_off(self) -> bool:
        """Whether the conversation becomes a human's by this outcome."""
        return self.outcome.decision == "hand_off" and not self.conversation.handed_off

    @property
    def answered(self) -> bool:
        """Whether an agent was quicker: a human is there, and needs no announcement."""
        return self.conversation.answered_sequence >= self.conversation.sequence

    @property
    def said(self) -> tuple[str, str] | None:
        """Who says what to the contact, if anything is said."""
        if self.outcome.reply_text is not None:
            return "bot", self.outcome.reply_text
        if self.hands_off and not self.answered and self.conversation.hand_off_text:
            return "system", self.conversation.hand_off_text
        return None


def write(
    connection: Connection,
    token: UUID,
    outcomes: Sequence[Outcome],
    timings_ms: Mapping[str, float],
) -> set[int]:
    """Write what is still ours to write. Returns the rows of work that are done by it.

    `timings_ms`: what each stage spent on the whole claim.
    """
    work_ids = [outcome.message.work_id for outcome in outcomes]
    held = conversations.hold(connection, token, work_ids)
    settled = [
        _settle(outcome, held[outcome.message.work_id])
        for outcome in outcomes
        if outcome.message.work_id in held
    ]
    if settled:
        _insert(connection, settled, timings_ms)
        _update_conversations(connection, settled)
        _supersede_earlier(connection, [item for item in settled if item.conversation.work_waits])
    # Of an erased message nothing is held but its work, which ends here as well.
    return work.finish(connection, token, work_ids)


def _settle(outcome: Outcome, held: HeldConversation) -> _Settled:
    moved_on = held.message_count > held.sequence or held.answered_sequence >= held.sequence
    if outcome.decision == "auto_reply":
        if moved_on or held.handed_off:
            outcome = _leave(outcome, "The conversation moved on before the bot could answer.")
        elif held.agent_writes:
            outcome = _leave(outcome, "An agent is writing.")
    return _Settled(outcome, held)


def _leave(outcome: Outcome, reason: str) -> Outcome:
    """To the humans who are at it; what the bot would have said is not judged by that."""
    return replace(
        outcome, decision="suggest", reason=reason, reply_text=None, answer_confidence=None
    )


def _insert(
    connection: Connection, settled: Sequence[_Settled], timings_ms: Mapping[str, float]
) -> None:
    predictions = [_prediction_row(item.outcome, timings_ms) for item in settled]
    suggestions = [
        row
        for stored, item in zip(predictions, settled, strict=True)
        for row in _suggestion_rows(stored["id"], item.outcome)
    ]
    said = [row for item in settled if (row := _message_row(item))]
    insert_rows(
        connection,
        (prediction, predictions),
        (suggestion, suggestions),
        (message, said),
        (event, [row for item in settled for row in _event_rows(item)]),
    )


def _prediction_row(outcome: Outcome, timings_ms: Mapping[str, float]) -> Row:
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


def _suggestion_rows(prediction_id: UUID, outcome: Outcome) -> list[Row]:
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


def _update_conversations(connection: Connection, settled: Sequence[_Settled]) -> None:
    conversations.move_on(
        connection,
        said=[item.conversation.id for item in settled if item.said],
        replied=[item.conversation.id for item in settled if item.outcome.reply_text is not None],
        handed_off=[item.conversation.id for item in settled if item.hands_off],
    )


def _message_row(item: _Settled) -> Row | None:
    if item.said is None:
        return None
    sender_type, text = item.said
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


def _event_rows(item: _Settled) -> list[Row]:
    done = _event_row("message.done", item, {"decision": item.outcome.decision})
    return [done, _event_row("conversation.handed_off", item, {})] if item.hands_off else [done]


def _event_row(kind: str, item: _Settled, data: Row) -> Row:
    return {
        "kind": kind,
        "inbox_id": item.conversation.inbox_id,
        "conversation_id": item.conversation.id,
        "message_id": item.outcome.message.message_id,
        "data": data,
        "created_at": "now",
    }


def _supersede_earlier(connection: Connection, settled: Sequence[_Settled]) -> None:
    """What waited behind a lease that ran out belongs to the turn that was answered now."""
    if not settled:
        return
    answered = work_table.alias("answered")
    by_message = {item.outcome.message.message_id: item for item in settled}
    rows = connection.execute(
        update(work_table)
        .where(
            answered.c.id.in_([item.outcome.message.work_id for item in settled]),
            work_table.c.conversation_id == answered.c.conversation_id,
            work_table.c.id < answered.c.id,
            work_table.c.state == "pending",
        )
        .values(state="superseded", superseded_by=answered.c.subject_id, finished_at=func.now())
        .returning(work_table.c.subject_id, work_table.c.superseded_by)
    )
    events = [
        _event_row("message.superseded", by_message[later], {"superseded_by": str(later)})
        | {"message_id": earlier}
        for earlier, later in rows
    ]
    insert_rows(connection, (event, events))
