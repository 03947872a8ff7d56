"""The columns that workers touch. Django's migrations own the schema; a test compares the two."""

from __future__ import annotations

from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from workers.contracts import EMBEDDING_DIMENSIONS

metadata = MetaData()


def _time(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True))


work = Table(
    "dispatch_work",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("kind", Text),
    Column("subject_id", Uuid),
    Column("conversation_id", Uuid),
    Column("state", Text),
    Column("attempts", SmallInteger),
    Column("lease_token", Uuid),
    Column("last_error", Text),
    Column("superseded_by", Uuid),
    _time("due_at"),
    _time("created_at"),
    _time("finished_at"),
)
event = Table(
    "dispatch_event",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("kind", Text),
    Column("inbox_id", Uuid),
    Column("conversation_id", Uuid),
    Column("message_id", Uuid),
    Column("data", JSONB),
    _time("created_at"),
)
heartbeat = Table(
    "dispatch_heartbeat",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("process", Text),
    Column("queue", Text),
    Column("details", JSONB),
    _time("seen_at"),
)
inbox = Table(
    "conversations_inbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text),
    Column("language", Text),
    Column("hand_off_text", Text),
)
contact = Table(
    "conversations_contact",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("zone", Text),
)
conversation = Table(
    "conversations_conversation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("inbox_id", Uuid),
    Column("contact_id", Uuid),
    Column("status", Text),
    Column("priority", Text),
    Column("tags", ARRAY(Text)),
    Column("message_count", Integer),
    Column("answered_sequence", Integer),
    _time("handed_off_at"),
    _time("last_message_at"),
)
message = Table(
    "conversations_message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("conversation_id", Uuid),
    Column("sequence", Integer),
    Column("direction", Text),
    Column("sender_type", Text),
    Column("in_reply_to_id", Uuid),
    Column("text", Text),
    _time("created_at"),
)
prediction = Table(
    "assist_prediction",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("message_id", Uuid),
    Column("decision", Text),
    Column("reason", Text),
    Column("language", Text),
    Column("language_confidence", Float),
    Column("intents", JSONB),
    Column("sentiment", Text),
    Column("sentiment_score", Float),
    Column("entities", JSONB),
    Column("features", JSONB),
    Column("model_version", Text),
    Column("answer_confidence", Float),
    Column("timings_ms", JSONB),
    _time("created_at"),
)
suggestion = Table(
    "assist_suggestion",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("prediction_id", Uuid),
    Column("rank", SmallInteger),
    Column("kind", Text),
    Column("title", Text),
    Column("text", Text),
    Column("confidence", Float),
    Column("article_id", Uuid),
    Column("macro_id", Uuid),
    Column("action_id", Uuid),
    Column("solved_question_id", Uuid),
    Column("evidence", JSONB),
    Column("features", ARRAY(SmallInteger)),
    Column("why", Text),
)
acceptance = Table(
    "assist_acceptance",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("intent", Text),
    Column("candidate_id", Uuid),
    Column("times", Integer),
    Column("value", Float),
)
feedback = Table(
    "assist_feedback",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("message_id", Uuid),
    Column("suggestion_id", Uuid),
    Column("outcome", Text),
    Column("text", Text),
    Column("reply_id", Uuid),
)
label = Table(
    "assist_label",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("feedback_id", Uuid),
    Column("message_id", Uuid),
    Column("suggestion_id", Uuid),
    Column("intent", Text),
    Column("value", Float),
    _time("created_at"),
)
solved_question = Table(
    "knowledge_solvedquestion",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("inbox_id", Uuid),
    Column("conversation_id", Uuid),
    Column("message_id", Uuid),
    Column("question", Text),
    Column("answer", Text),
    Column("article_id", Uuid),
    Column("macro_id", Uuid),
    Column("intent", Text),
    Column("language", Text),
    Column("digest", Text),
    _time("created_at"),
)
gap = Table(
    "knowledge_gap",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("inbox_id", Uuid),
    Column("label", Text),
    Column("state", Text),
    Column("article_id", Uuid),
    _time("answered_at"),
    _time("created_at"),
)
gap_question = Table(
    "knowledge_gapquestion",
    metadata,
    Column("solved_question_id", Uuid, primary_key=True),
    Column("gap_id", Uuid),
    Column("closeness", Float),
)
passage = Table(
    "knowledge_passage",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("article_id", Uuid),
    Column("macro_id", Uuid),
    Column("solved_question_id", Uuid),
    Column("position", Integer),
    Column("language", Text),
    Column("title", Text),
    Column("text", Text),
    Column("search", TSVECTOR),
)
passage_vector = Table(
    "knowledge_passagevector",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("passage_id", BigInteger),
    Column("encoder", Text),
    Column("embedding", Vector(EMBEDDING_DIMENSIONS)),
    Column("of_question", Boolean),
)
article = Table(
    "knowledge_article",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text),
    Column("status", Text),
    Column("audience", Text),
)
macro = Table(
    "knowledge_macro",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text),
    Column("text", Text),
)
action = Table(
    "knowledge_action",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text),
    Column("description", Text),
    Column("conditions", JSONB),
)
intent = Table(
    "learning_intent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text),
    Column("title", Text),
    Column("description", Text),
)
automation = Table(
    "automation_automation",
    metadata,
    Column("intent_id", Uuid, primary_key=True),
    Column("answer_from", Float),
)
intent_articles = Table(
    "learning_intent_articles",
    metadata,
    Column("intent_id", Uuid),
    Column("article_id", Uuid),
)
intent_macros = Table(
    "learning_intent_macros",
    metadata,
    Column("intent_id", Uuid),
    Column("macro_id", Uuid),
)
intent_actions = Table(
    "learning_intent_actions",
    metadata,
    Column("intent_id", Uuid),
    Column("action_id", Uuid),
)
example = Table(
    "learning_example",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("intent_id", Uuid),
    Column("text", Text),
    Column("entities", JSONB),
    Column("source", Text),
)
entity_pattern = Table(
    "learning_entitypattern",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("label", Text),
    Column("pattern", Text),
)
lookup_value = Table(
    "learning_lookupvalue",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("label", Text),
    Column("value", Text),
)
synonym = Table(
    "learning_synonym",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("value", Text),
    Column("text", Text),
)
sentiment_example = Table(
    "learning_sentimentexample",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("text", Text),
    Column("label", Text),
)
model_version = Table(
    "learning_modelversion",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Text),
    Column("kind", Text),
    Column("encoder", Text),
    Column("status", Text),
    Column("report", JSONB),
    _time("created_at"),
    _time("promoted_at"),
)
model_file = Table(
    "learning_modelfile",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version_id", Uuid),
    Column("name", Text),
    Column("sha256", Text),
    Column("content", LargeBinary),
)
