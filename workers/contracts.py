"""The words that the web and the workers share: stages, queues, tasks, pipelines and payloads.

Whoever publishes and whoever consumes imports this module and nothing else of the other side.
Payloads are frozen and closed to unknown fields; a changed field means a new `VERSION`, and
workers keep accepting the previous one while a rollout is under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

VERSION = 2
ACCEPTED_VERSIONS = frozenset({VERSION, VERSION - 1})

EXCHANGE = "firstline"
DEAD_LETTER_EXCHANGE = "firstline.dead"
UNKNOWN_LANGUAGE = "und"
OUT_OF_SCOPE = "out_of_scope"
TALK_TO_PERSON = "talk_to_person"
EMBEDDING_DIMENSIONS = 384
# The kind of work that has a source's passages embedded; pools ask for it too.
KNOWLEDGE_KIND = "knowledge"
# The kind of work that looks for gaps in the knowledge of an inbox.
GAPS_KIND = "gaps"
# Questions that nothing answered are a gap when there are so many, or of so many contacts.
GAP_QUESTIONS = 3
GAP_CONTACTS = 2
# Of a model version: how it tells examples that it has not learnt from.
HELD_OUT_FILE = "held_out.json"
# Entities of these kinds are kept by their place alone; nothing else stores what they say.
PERSONAL_LABELS = frozenset({"email", "phone", "card", "iban", "national_id", "name", "address"})


class Queue(StrEnum):
    """A mailbox and the pool of workers that empties it; bulk never stands in front of live."""

    PREPROCESSING = "preprocessing"
    INFERENCE = "inference"
    INFERENCE_BULK = "inference.bulk"
    RECOMMENDATION = "recommendation"
    FEEDBACK = "feedback"

    @property
    def stage(self) -> str:
        """The folder, requirements file and service that this queue belongs to."""
        return self.value.partition(".")[0]


class Lane(StrEnum):
    """What a piece of work waits in: one pipeline, one window, one order."""

    LIVE = "live"
    BULK = "bulk"
    FEEDBACK = "feedback"
    SOLVED = "solved"
    GAPS = "gaps"


@dataclass(frozen=True)
class Step:
    """One hop of a chain: the task to call and the queue that it waits in."""

    task: str
    queue: Queue


PREPROCESS_MESSAGES = Step("preprocessing.preprocess_messages", Queue.PREPROCESSING)
ANALYZE_MESSAGES = Step("inference.analyze_messages", Queue.INFERENCE)
RECOMMEND_REPLIES = Step("recommendation.recommend_replies", Queue.RECOMMENDATION)
EMBED_KNOWLEDGE = Step("inference.embed_knowledge", Queue.INFERENCE_BULK)
LEARN_FROM_FEEDBACK = Step("feedback.learn_from_feedback", Queue.FEEDBACK)
LEARN_FROM_CONVERSATIONS = Step("feedback.learn_from_conversations", Queue.FEEDBACK)
FIND_GAPS = Step("feedback.find_gaps", Queue.FEEDBACK)

PIPELINES: dict[Lane, tuple[Step, ...]] = {
    Lane.LIVE: (PREPROCESS_MESSAGES, ANALYZE_MESSAGES, RECOMMEND_REPLIES),
    Lane.BULK: (EMBED_KNOWLEDGE,),
    Lane.FEEDBACK: (LEARN_FROM_FEEDBACK,),
    Lane.SOLVED: (LEARN_FROM_CONVERSATIONS,),
    Lane.GAPS: (FIND_GAPS,),
}

STEPS: tuple[Step, ...] = tuple(step for pipeline in PIPELINES.values() for step in pipeline)

Sentiment = Literal["negative", "neutral", "positive"]
Decision = Literal["auto_reply", "suggest", "hand_off"]


class Payload(BaseModel):
    """A frozen value that crosses a process boundary; a refusal never repeats its content."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Entity(Payload):
    """A span of the stored message: `stored_text[start:end]`.

    `value` is the normalised form. Personal entities have none: they are sliced from the message
    when somebody who may see them asks.
    """

    label: str
    start: int
    end: int
    value: str | None = None


class Language(Payload):
    """ISO 639-1 code, or `und` when not sure; confidence in [0, 1]."""

    label: str
    confidence: float


class ScoredLabel(Payload):
    """A label and its calibrated probability in [0, 1]."""

    label: str
    confidence: float


class SentimentScore(Payload):
    """The class, and a score from -1 (angry) to 1 (delighted)."""

    label: Sentiment
    score: float


class TextFeatures(Payload):
    """What the shape of a message tells before any model has read it."""

    words: int
    questions: int
    exclamations: int
    shouting: float
    asks_for_person: bool


class Segment(Payload):
    """`clean[clean_start:clean_end]` stands for `stored[stored_start:stored_end]`.

    Where both have the same length they agree character by character; otherwise the segment is
    one whole (a placeholder, a folded run of spaces) and maps to all of the stored span.
    """

    clean_start: int
    clean_end: int
    stored_start: int
    stored_end: int


class MessageCleaned(Payload):
    """One message after preprocessing: normalised, redacted, its language known.

    `earlier_text` holds the redacted messages of the same turn that came before this one.
    `written_at` is aware, `zone` the contact's IANA name where it is known.
    """

    work_id: int
    message_id: UUID
    conversation_id: UUID
    text: str
    earlier_text: str
    alignment: tuple[Segment, ...]
    language: Language
    entities: tuple[Entity, ...]
    features: TextFeatures
    written_at: datetime | None = None
    zone: str | None = None

    @property
    def turn_text(self) -> str:
        """The whole turn as the models read it."""
        return f"{self.earlier_text}\n{self.text}" if self.earlier_text else self.text


class MessageAnalyzed(MessageCleaned):
    """One message after inference. `embedding`: base64 of 384 little-endian float32."""

    intents: tuple[ScoredLabel, ...]
    sentiment: SentimentScore
    embedding: str
    encoder: str
    model_version: str

    @property
    def intent(self) -> ScoredLabel:
        """The most probable intent."""
        return self.intents[0]


# What a version brought to the items: who speaks the one before it is not told.
ADDED_FIELDS: dict[int, frozenset[str]] = {2: frozenset({"written_at", "zone"})}


class Envelope(Payload):
    """What every hop carries: contract version, lease, trace, and the items of its claim.

    `timings_ms`: what each stage spent on the whole claim.
    """

    version: int = VERSION
    lease_token: UUID
    traceparent: str | None = None
    timings_ms: dict[str, float] = {}
    items: tuple[int | MessageCleaned, ...]

    @property
    def work_ids(self) -> tuple[int, ...]:
        """The rows of `work` that this envelope is about."""
        return tuple(item if isinstance(item, int) else item.work_id for item in self.items)


class WorkClaimed(Envelope):
    """The first hop of every pipeline: which rows of `work` the chain holds the lease of."""

    items: tuple[int, ...]


class MessagesCleaned(Envelope):
    """From preprocessing to inference."""

    items: tuple[MessageCleaned, ...]


class MessagesAnalyzed(Envelope):
    """From inference to recommendation."""

    items: tuple[MessageAnalyzed, ...]


# How long a stage may hold its rows before they are due again, in seconds.
LEASE_SECONDS = 30
# How long a row rests after its first, second, … failed attempt, in seconds.
RETRY_DELAYS = (2, 10, 30, 60)
MAX_ATTEMPTS = 5
# A heartbeat older than this is of a dead process, in seconds.
HEARTBEAT_STALE_SECONDS = 15
