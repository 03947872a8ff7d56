"""The words that the web and the workers share.

Whoever publishes and whoever consumes imports this package and nothing else of the other side.
"""

from __future__ import annotations

from workers.contracts.envelopes import (
    ACCEPTED_VERSIONS,
    ADDED_FIELDS,
    VERSION,
    Envelope,
    MessagesAnalyzed,
    MessagesCleaned,
    WorkClaimed,
)
from workers.contracts.labels import (
    OUT_OF_SCOPE,
    PERSONAL_LABELS,
    TALK_TO_PERSON,
    UNKNOWN_LANGUAGE,
    Decision,
    Sentiment,
)
from workers.contracts.leases import (
    HEARTBEAT_STALE_SECONDS,
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    RETRY_DELAYS,
)
from workers.contracts.payloads import (
    Entity,
    Language,
    MessageAnalyzed,
    MessageCleaned,
    Payload,
    ScoredLabel,
    Segment,
    SentimentScore,
    TextFeatures,
)
from workers.contracts.pipelines import (
    ANALYZE_MESSAGES,
    DEAD_LETTER_EXCHANGE,
    EMBED_KNOWLEDGE,
    EXCHANGE,
    FIND_GAPS,
    LEARN_FROM_CONVERSATIONS,
    LEARN_FROM_FEEDBACK,
    PIPELINES,
    PREPROCESS_MESSAGES,
    RECOMMEND_REPLIES,
    STEPS,
    Lane,
    Queue,
    Step,
)
from workers.contracts.rows import (
    EMBEDDING_DIMENSIONS,
    GAP_CONTACTS,
    GAP_QUESTIONS,
    GAPS_KIND,
    HELD_OUT_FILE,
    KNOWLEDGE_KIND,
)

__all__ = [
    "ACCEPTED_VERSIONS",
    "ADDED_FIELDS",
    "ANALYZE_MESSAGES",
    "DEAD_LETTER_EXCHANGE",
    "EMBEDDING_DIMENSIONS",
    "EMBED_KNOWLEDGE",
    "EXCHANGE",
    "FIND_GAPS",
    "GAPS_KIND",
    "GAP_CONTACTS",
    "GAP_QUESTIONS",
    "HEARTBEAT_STALE_SECONDS",
    "HELD_OUT_FILE",
    "KNOWLEDGE_KIND",
    "LEARN_FROM_CONVERSATIONS",
    "LEARN_FROM_FEEDBACK",
    "LEASE_SECONDS",
    "MAX_ATTEMPTS",
    "OUT_OF_SCOPE",
    "PERSONAL_LABELS",
    "PIPELINES",
    "PREPROCESS_MESSAGES",
    "RECOMMEND_REPLIES",
    "RETRY_DELAYS",
    "STEPS",
    "TALK_TO_PERSON",
    "UNKNOWN_LANGUAGE",
    "VERSION",
    "Decision",
    "Entity",
    "Envelope",
    "Lane",
    "Language",
    "MessageAnalyzed",
    "MessageCleaned",
    "MessagesAnalyzed",
    "MessagesCleaned",
    "Payload",
    "Queue",
    "ScoredLabel",
    "Segment",
    "Sentiment",
    "SentimentScore",
    "Step",
    "TextFeatures",
    "WorkClaimed",
]
