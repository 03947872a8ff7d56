"""Reads feedback on suggestions and messages, and stores the labels made of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from workers.db.tables import feedback, label, message, prediction, suggestion


@dataclass(frozen=True)
class StoredFeedback:
    """One piece of feedback. `intent`: the most probable one of the message it is about."""

    feedback_id: UUID
    message_id: UUID
    suggestion_id: UUID | None
    outcome: str
    sent: str
    suggested: str
    intent: str


def read_feedback(connection: Connection, ids: Collection[UUID]) -> list[StoredFeedback]:
    """The feedback with these ids, without undone acceptances.

    A rating of a reply is about the message that it answers.
    """
    about = func.coalesce(message.c.in_reply_to_id, message.c.id)
    rows = connection.execute(
        select(
            feedback.c.id,
            feedback.c.message_id,
            feedback.c.suggestion_id,
            feedback.c.outcome,
            feedback.c.text,
            func.coalesce(suggestion.c.text, ""),
            func.coalesce(prediction.c.intents[0]["label"].astext, ""),
        )
        .select_from(feedback)
        .join(message, message.c.id == feedback.c.message_id)
        .outerjoin(suggestion, suggestion.c.id == feedback.c.suggestion_id)
        .outerjoin(prediction, prediction.c.message_id == about)
        .where(feedback.c.id.in_(ids), feedback.c.outcome != "undone")
    )
    return [StoredFeedback(*row) for row in rows]


def delete_labels(connection: Connection, feedback_ids: Collection[UUID]) -> None:
    """Delete the labels of feedback, which may be undone by now."""
    connection.execute(delete(label).where(label.c.feedback_id.in_(feedback_ids)))


def write_labels(connection: Connection, labels: Sequence[dict[str, Any]]) -> None:
    """Store one label for each piece of feedback, in place of an earlier one."""
    for row in labels:
        connection.execute(
            insert(label)
            .values(**row, created_at=func.now())
            .on_conflict_do_update(
                index_elements=["feedback_id"],
                set_={"value": row["value"], "intent": row["intent"]},
            )
        )
