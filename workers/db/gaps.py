"""Questions that nothing in the knowledge answered, and the gaps that they make."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from workers.contracts.labels import TALK_TO_PERSON
from workers.contracts.pipelines import Lane
from workers.contracts.rows import (
    ASKED_AGAIN,
    EMBEDDING_DIMENSIONS,
    GAP_CONTACTS,
    GAP_QUESTIONS,
    GAPS_KIND,
)
from workers.records.gaps import FoundGap, Unanswered

# The latest ones of an inbox. Comparing them all takes a second and 32 MB.
MOST_QUESTIONS = 2000
# Between two looks at an inbox, in seconds.
REST_SECONDS = 60
# In characters: as much as a claim may hold, so that each claim is one inbox.
SIZE = 16_000

# Pending work stays as it is. Work that is under way has read too early: it is due again, and what
# it finds is not stored. `created_at` is new: the work has not waited since it was first asked for.
_ASK_FOR = text(f"""
INSERT INTO dispatch_work (kind, lane, subject_id, size, due_at, state, attempts, last_error,
    turn_restarts)
SELECT DISTINCT :kind, :lane, solved.inbox_id, {SIZE},
    now() + make_interval(secs => {REST_SECONDS}), 'pending', 0, '', 0
FROM knowledge_passage AS passage
JOIN knowledge_solvedquestion AS solved ON solved.id = passage.solved_question_id
WHERE passage.id = ANY(CAST(:ids AS bigint[])) ORDER BY solved.inbox_id
{ASKED_AGAIN}, created_at = now()
WHERE dispatch_work.state <> 'pending'
""")


def ask_for(connection: Connection, passage_ids: Collection[int]) -> None:
    """Enqueue a search for gaps in the inboxes whose solved questions these passages are."""
    parameters = {"kind": GAPS_KIND, "lane": Lane.GAPS.value, "ids": list(passage_ids)}
    connection.execute(_ASK_FOR, parameters)


# An answer that no accepted suggestion stands behind was written by hand. While passages are being
# embedded for a new encoder, the one with most vectors of these questions counts.
_UNANSWERED = text(f"""
WITH seen AS (
    SELECT latest.*, vector.encoder, vector.embedding
    FROM (
        SELECT solved.id, solved.conversation_id, conversation.contact_id, solved.question
        FROM knowledge_solvedquestion AS solved
        JOIN conversations_conversation AS conversation
            ON conversation.id = solved.conversation_id
        WHERE solved.inbox_id = :inbox_id AND solved.intent <> '{TALK_TO_PERSON}'
          AND solved.article_id IS NULL AND solved.macro_id IS NULL
        ORDER BY solved.created_at DESC, solved.id DESC LIMIT {MOST_QUESTIONS}
    ) AS latest
    JOIN knowledge_passage AS passage ON passage.solved_question_id = latest.id
    JOIN knowledge_passagevector AS vector ON vector.passage_id = passage.id
)
SELECT id, conversation_id, contact_id, question, CAST(embedding AS real[]) AS embedding
FROM seen
WHERE encoder = (SELECT mode() WITHIN GROUP (ORDER BY encoder) FROM seen)
""")


def read_unanswered(
    connection: Connection, inbox_id: UUID
) -> tuple[list[Unanswered], NDArray[np.float32]]:
    """The latest unanswered questions of an inbox, and their embeddings (n, 384), normalised."""
    rows = connection.execute(_UNANSWERED, {"inbox_id": inbox_id}).all()
    embeddings = [row.embedding for row in rows]
    stacked = np.array(embeddings, dtype=np.float32).reshape(-1, EMBEDDING_DIMENSIONS)
    return [Unanswered(*row[:4]) for row in rows], stacked


_KNOWN = text("""
SELECT member.solved_question_id, member.gap_id FROM knowledge_gapquestion AS member
JOIN knowledge_gap AS gap ON gap.id = member.gap_id WHERE gap.inbox_id = :inbox_id
""")


def read_gap_of_questions(connection: Connection, inbox_id: UUID) -> dict[UUID, UUID]:
    """The gap that each question of an inbox belongs to."""
    rows = connection.execute(_KNOWN, {"inbox_id": inbox_id})
    return {row.solved_question_id: row.gap_id for row in rows}


# A gap that was drafted or dismissed keeps its questions until another gap takes them.
_FORGET = text("""
DELETE FROM knowledge_gapquestion AS member USING knowledge_gap AS gap
WHERE gap.id = member.gap_id AND gap.inbox_id = :inbox_id
  AND ((gap.state = 'open' AND gap.article_id IS NULL)
       OR member.solved_question_id = ANY(CAST(:claimed AS uuid[])))
""")
_STORE = text("""
INSERT INTO knowledge_gap (id, inbox_id, label, state, created_at)
SELECT given.id, :inbox_id, given.label, 'open', now()
FROM json_populate_recordset(NULL::knowledge_gap, CAST(:rows AS json)) AS given
ON CONFLICT (id) DO UPDATE SET label = excluded.label
""")
# Questions that were erased meanwhile are left out.
_STORE_MEMBERS = text("""
INSERT INTO knowledge_gapquestion (solved_question_id, gap_id, closeness)
SELECT given.solved_question_id, given.gap_id, given.closeness
FROM json_populate_recordset(NULL::knowledge_gapquestion, CAST(:rows AS json)) AS given
JOIN knowledge_solvedquestion AS solved ON solved.id = given.solved_question_id
""")
_FORGET_EMPTY = text("""
DELETE FROM knowledge_gap AS gap WHERE gap.inbox_id = :inbox_id
  AND NOT EXISTS (SELECT FROM knowledge_gapquestion AS member WHERE member.gap_id = gap.id)
""")
_REOPEN = text(f"""
UPDATE knowledge_gap AS gap SET state = 'open'
WHERE gap.inbox_id = :inbox_id AND gap.state = 'answered' AND (
    SELECT count(*) >= {GAP_QUESTIONS} OR count(DISTINCT conversation.contact_id) >= {GAP_CONTACTS}
    FROM knowledge_gapquestion AS member
    JOIN knowledge_solvedquestion AS solved ON solved.id = member.solved_question_id
    JOIN conversations_message AS message ON message.id = solved.message_id
    JOIN conversations_conversation AS conversation ON conversation.id = solved.conversation_id
    WHERE member.gap_id = gap.id AND message.created_at > gap.answered_at)
""")


def store(connection: Connection, inbox_id: UUID, found: Sequence[FoundGap]) -> None:
    """Store these as the gaps of an inbox; answered ones that are asked about as before reopen.

    The caller holds the locks of the conversations.
    """
    gaps = [{"id": gap.id, "label": gap.label} for gap in found]
    members = [
        {"solved_question_id": id_, "gap_id": gap.id, "closeness": closeness}
        for gap in found
        for id_, closeness in gap.cluster.members
    ]
    claimed = [member["solved_question_id"] for member in members]
    inbox = {"inbox_id": inbox_id}
    connection.execute(_FORGET, inbox | {"claimed": claimed})
    connection.execute(_STORE, inbox | {"rows": json.dumps(gaps, default=str)})
    connection.execute(_STORE_MEMBERS, {"rows": json.dumps(members, default=str)})
    connection.execute(_FORGET_EMPTY, inbox)
    connection.execute(_REOPEN, inbox)
