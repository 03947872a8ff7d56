"""The last write of a chain: all that follows from its decisions, in one transaction.

1. Lock the rows of work that are still ours, each after its conversation.
2. Keep an auto-reply only where the conversation has not moved on.
3. Write predictions, suggestions, messages, the conversations' state and the events.
4. Mark the work done, and the earlier work of its turn superseded.

Run twice, the second run finds no lease and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, func, update

from workers.contracts.events import EventKind
from workers.db import conversations, work
from workers.db.bulk import insert_rows
from workers.db.outcome_rows import (
    event_row,
    event_rows,
    message_row,
    prediction_row,
    suggestion_rows,
)
from workers.db.settling import Settled, settle
from workers.db.tables import event, message, prediction, suggestion
from workers.db.tables import work as work_table
from workers.records.decisions import Outcome


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
        settle(outcome, held[outcome.message.work_id])
        for outcome in outcomes
        if outcome.message.work_id in held
    ]
    if settled:
        _insert(connection, settled, timings_ms)
        _update_conversations(connection, settled)
        _supersede_earlier(connection, [item for item in settled if item.conversation.work_waits])
    # The work of an erased message is not among the held ones; it ends here as well.
    return work.finish(connection, token, work_ids)


def _insert(
    connection: Connection, settled: Sequence[Settled], timings_ms: Mapping[str, float]
) -> None:
    predictions = [prediction_row(item.outcome, timings_ms) for item in settled]
    suggestions = [
        row
        for stored, item in zip(predictions, settled, strict=True)
        for row in suggestion_rows(stored["id"], item.outcome)
    ]
    messages = [row for item in settled if (row := message_row(item))]
    insert_rows(
        connection,
        (prediction, predictions),
        (suggestion, suggestions),
        (message, messages),
        (event, [row for item in settled for row in event_rows(item)]),
    )


def _update_conversations(connection: Connection, settled: Sequence[Settled]) -> None:
    conversations.move_on(
        connection,
        messaged=[item.conversation.id for item in settled if item.outgoing],
        replied=[item.conversation.id for item in settled if item.outcome.reply_text is not None],
        handed_off=[item.conversation.id for item in settled if item.hands_off],
    )


def _supersede_earlier(connection: Connection, settled: Sequence[Settled]) -> None:
    """Earlier work that waited behind a lease that ran out is part of the turn just answered."""
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
        event_row(EventKind.MESSAGE_SUPERSEDED, by_message[later], {"superseded_by": str(later)})
        | {"message_id": earlier}
        for earlier, later in rows
    ]
    insert_rows(connection, (event, events))
