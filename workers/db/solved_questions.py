"""Resolved conversations, and the solved questions that are learnt from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection, text
from uuid_utils.compat import uuid7

from workers.contracts.pipelines import Lane
from workers.contracts.rows import ASKED_AGAIN, KNOWLEDGE_KIND
from workers.db.messages import PERSON_WAS_ALL
from workers.records.conversations import ResolvedConversation, Solved, Utterance

# The question of a long conversation is asked near its beginning.
MOST_MESSAGES = 60

# The source of a bot's answer is its best reply; of an agent's, the suggestion that was accepted.
_RESOLVED = text(f"""
SELECT conversation.id, conversation.inbox_id, inbox.language, contact.name,
    message.id, message.sender_type, message.text,
    coalesce(prediction.intents -> 0 ->> 'label', ''),
    coalesce(nullif(prediction.language, 'und'), ''),
    accepted.article_id, coalesce(accepted.macro_id, sent.macro_id),
    rating.outcome IS NOT NULL, coalesce(agent.display_name, ''),
    CASE WHEN choice.outcome = 'edited' THEN accepted.text ELSE '' END
FROM conversations_conversation AS conversation
JOIN conversations_inbox AS inbox ON inbox.id = conversation.inbox_id
JOIN conversations_contact AS contact ON contact.id = conversation.contact_id
JOIN conversations_message AS message ON message.conversation_id = conversation.id
LEFT JOIN accounts_agent AS agent ON agent.id = message.agent_id
LEFT JOIN assist_prediction AS prediction ON prediction.message_id = message.id
LEFT JOIN assist_feedback AS choice ON choice.reply_id = message.id
LEFT JOIN assist_suggestion AS accepted ON accepted.id = choice.suggestion_id
LEFT JOIN assist_feedback AS rating ON rating.message_id = message.id
    AND rating.suggestion_id IS NULL AND rating.outcome = 'up' AND message.sender_type = 'bot'
LEFT JOIN LATERAL (
    SELECT suggestion.macro_id FROM assist_suggestion AS suggestion
    JOIN assist_prediction AS answered ON answered.id = suggestion.prediction_id
    WHERE answered.message_id = message.in_reply_to_id AND suggestion.kind = 'reply'
      AND suggestion.solved_question_id IS NULL
    ORDER BY suggestion.rank LIMIT 1
) AS sent ON message.sender_type = 'bot'
WHERE conversation.id = ANY(CAST(:ids AS uuid[])) AND conversation.status = 'resolved'
  AND message.sequence <= :most AND ({PERSON_WAS_ALL}) IS NOT TRUE
ORDER BY conversation.id, message.sequence
""")


def read_resolved(
    connection: Connection, conversation_ids: Collection[UUID]
) -> list[ResolvedConversation]:
    """The conversations that are still resolved, by id, each with its messages."""
    rows = connection.execute(_RESOLVED, {"ids": list(conversation_ids), "most": MOST_MESSAGES})
    return [
        ResolvedConversation(
            id_, inbox_id, language, name, tuple(Utterance(*row[4:]) for row in messages)
        )
        for (id_, inbox_id, language, name), messages in groupby(rows, key=itemgetter(0, 1, 2, 3))
    ]


# A conversation's lock comes before the lock of its work, everywhere.
_LOCK = text("""
SELECT FROM conversations_conversation WHERE id = ANY(CAST(:ids AS uuid[]))
ORDER BY id FOR KEY SHARE
""")
# A pair that another conversation taught already is not stored twice, nor one of an erased message.
_STORE = text("""
INSERT INTO knowledge_solvedquestion (id, inbox_id, conversation_id, message_id, question, answer,
    article_id, macro_id, intent, language, digest, created_at)
SELECT given.id, given.inbox_id, given.conversation_id, given.message_id, given.question,
    given.answer, article.id, macro.id, given.intent, given.language, given.digest, now()
FROM json_populate_recordset(NULL::knowledge_solvedquestion, CAST(:rows AS json)) AS given
JOIN conversations_message AS message ON message.id = given.message_id
LEFT JOIN knowledge_article AS article ON article.id = given.article_id
LEFT JOIN knowledge_macro AS macro ON macro.id = given.macro_id
WHERE NOT EXISTS (
    SELECT FROM knowledge_solvedquestion AS stored
    WHERE stored.inbox_id = given.inbox_id AND stored.digest = given.digest
      AND stored.conversation_id <> given.conversation_id)
ON CONFLICT (conversation_id) DO UPDATE SET
    message_id = excluded.message_id, question = excluded.question, answer = excluded.answer,
    article_id = excluded.article_id, macro_id = excluded.macro_id, intent = excluded.intent,
    language = excluded.language, digest = excluded.digest
RETURNING id, question, language
""")
# A question that reads otherwise now is embedded anew.
_STORE_PASSAGES = text(f"""
WITH changed AS (
    INSERT INTO knowledge_passage (solved_question_id, position, title, text, language)
    SELECT * FROM unnest(CAST(:ids AS uuid[]), array_fill(0, ARRAY[cardinality(:ids)]),
        array_fill(''::text, ARRAY[cardinality(:ids)]), CAST(:questions AS text[]),
        CAST(:languages AS text[]))
    ON CONFLICT (solved_question_id, position) DO UPDATE
    SET text = excluded.text, language = excluded.language
    WHERE knowledge_passage.text <> excluded.text
    RETURNING id, solved_question_id, text
), forgotten AS (
    DELETE FROM knowledge_passagevector WHERE passage_id IN (SELECT id FROM changed)
)
INSERT INTO dispatch_work (kind, lane, subject_id, size, state, attempts, last_error,
    turn_restarts)
SELECT :kind, :lane, solved_question_id, length(text), 'pending', 0, '', 0 FROM changed
{ASKED_AGAIN}
""")

# Delete what a conversation no longer teaches, such as a bot's answer that did not help after all,
# unless another conversation of this claim teaches the same: that one was not stored because of it.
# Suggestions lose its words too: once the row is gone, erasure could not find them.
_FORGET = text("""
WITH gone AS (
    DELETE FROM knowledge_solvedquestion AS stored
    WHERE conversation_id = ANY(CAST(:conversations AS uuid[]))
      AND id <> ALL(CAST(:kept AS uuid[]))
      AND NOT EXISTS (
          SELECT FROM unnest(CAST(:inboxes AS uuid[]), CAST(:digests AS text[]))
              AS taught(inbox_id, digest)
          WHERE taught.inbox_id = stored.inbox_id AND taught.digest = stored.digest)
    RETURNING id
), ungrouped AS (
    DELETE FROM knowledge_gapquestion WHERE solved_question_id IN (SELECT id FROM gone)
), unsaid AS (
    UPDATE assist_suggestion SET title = '', text = ''
    WHERE solved_question_id IN (SELECT id FROM gone)
), unsearched AS (
    DELETE FROM knowledge_passage WHERE solved_question_id IN (SELECT id FROM gone) RETURNING id
)
DELETE FROM knowledge_passagevector WHERE passage_id IN (SELECT id FROM unsearched)
""")


def lock(connection: Connection, conversation_ids: Collection[UUID]) -> None:
    """Keep conversations from being erased until the end of the transaction."""
    connection.execute(_LOCK, {"ids": list(conversation_ids)})


def store(connection: Connection, learnt: Mapping[UUID, Solved | None]) -> None:
    """Store what each conversation teaches now, and have the questions embedded.

    What it taught before is replaced, or deleted where it teaches nothing any more.
    """
    solved = [each for each in learnt.values() if each is not None]
    distinct = {(each.inbox_id, each.digest): {"id": uuid7()} | asdict(each) for each in solved}
    rows = json.dumps(list(distinct.values()), default=str)
    kept = connection.execute(_STORE, {"rows": rows}).all()
    forgotten = {
        "conversations": list(learnt),
        "kept": [row.id for row in kept],
        "inboxes": [inbox_id for inbox_id, _ in distinct],
        "digests": [digest for _, digest in distinct],
    }
    connection.execute(_FORGET, forgotten)
    if kept:
        ids, questions, languages = (list(column) for column in zip(*kept, strict=True))
        passages = {"ids": ids, "questions": questions, "languages": languages}
        work = {"kind": KNOWLEDGE_KIND, "lane": Lane.BULK.value}
        connection.execute(_STORE_PASSAGES, passages | work)
