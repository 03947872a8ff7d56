"""The tables for which workers build statements in Python, with the columns that they use.

Django's migrations own the schema, and a test compares the two. Statements in SQL need no table
here: the same test has Postgres prepare each of them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
intent = Table(
    "learning_intent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text),
    Column("title", Text),
    Column("description", Text),
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
