"""What chains carry about a message: frozen values that refuse unknown fields."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from workers.contracts.labels import Sentiment


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
    """What can be counted in a message without a model. `shouting`: a share, from 0 to 1."""

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


class Need(Payload):
    """One of several things that a turn asks: its piece of the text, read beside the whole turn.

    `intents` and `embedding` are like those of a message.
    """

    text: str
    intents: tuple[ScoredLabel, ...]
    embedding: str


class MessageAnalyzed(MessageCleaned):
    """One message after inference. `embedding`: base64 of 384 little-endian float32.

    `needs`: what its turn asks, where that is several things.
    """

    intents: tuple[ScoredLabel, ...]
    sentiment: SentimentScore
    embedding: str
    encoder: str
    model_version: str
    needs: tuple[Need, ...] = ()

    @property
    def intent(self) -> ScoredLabel:
        """The most probable intent."""
        return self.intents[0]
