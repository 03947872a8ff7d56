"""The schemas of the API. Requests with unknown fields are refused."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic import model_validator as check_model
from pydantic_core import PydanticCustomError

from apps.widget.texts import Comment, Email, Identity, MessageText, Name, Storable, TimeZone
from workers.contracts.labels import Decision, Sentiment

State = Literal["pending", "leased", "done", "failed", "superseded"]
# The site key is public, so whoever guesses this key gets the token of the conversation.
LEAST_SECRET_KEY = 16


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ContactIn(Incoming):
    """Who writes. Without `external_id` a new, anonymous visitor."""

    external_id: Identity | None = Field(
        None, description="Your own name for this contact; needs `identity_hash`."
    )
    name: Name | None = None
    email: Email | None = None
    time_zone: TimeZone | None = Field(
        None, description="IANA name, as in `Europe/Berlin`: what `tomorrow` means to this contact."
    )
    identity_hash: Storable | None = Field(
        None, description="Hexadecimal HMAC-SHA256 of `external_id` with the inbox's secret."
    )

    @check_model(mode="after")
    def check_identity(self) -> Self:
        if self.identity_hash is not None and self.external_id is None:
            raise PydanticCustomError(
                "identity",
                "An `identity_hash` vouches for an `external_id`; send both",
                {"fields": ("external_id",)},
            )
        return self


class ConversationIn(Incoming):
    contact: ContactIn = ContactIn()


class MessageIn(Incoming):
    text: MessageText
    as_written: StrictBool = Field(
        False,
        description="An agent's: what looks as if it were to be filled in, such as `{{ name }}` or "
        "`<EMAIL>`, is meant to be read.",
    )


class StartingHeaders(BaseModel):
    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        min_length=LEAST_SECRET_KEY,
        max_length=255,
        description="Sent again within 24 hours, the same request gives the same conversation, and "
        "a token for it. A secret, therefore: make it by chance, anew for each conversation.",
    )


class WritingHeaders(BaseModel):
    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Sent again within 24 hours, the same request is not done again.",
    )
    prefer: str | None = Field(None, alias="Prefer", description="`wait=N`: N ≤ 20 seconds.")


class RatingIn(Incoming):
    rating: Literal["up", "down"]
    comment: Comment | None = None


class OutcomeIn(Incoming):
    outcome: Literal["accepted", "edited", "rejected"]
    text: MessageText | None = Field(None, description="What was sent instead, when edited.")

    @check_model(mode="after")
    def check_text(self) -> Self:
        if self.outcome == "edited" and self.text is None:
            raise PydanticCustomError(
                "edited", "An edited suggestion needs its new `text`", {"fields": ("text",)}
            )
        return self


class ConversationOut(BaseModel):
    id: UUID
    token: str = Field(
        description="Reads and writes this conversation, until nothing has been said for 30 days."
    )
    status: Literal["open", "waiting", "resolved"]


class ConversationStateOut(BaseModel):
    id: UUID
    status: Literal["open", "waiting", "snoozed", "resolved"] = Field(
        description="`snoozed` is told to agents only; to the contact it is `open` meanwhile."
    )
    handed_off: bool = Field(description="A person has it: the bot does not answer any more.")


class LanguageOut(BaseModel):
    label: str = Field(description="ISO 639-1, or `und`.")
    confidence: float


class IntentOut(BaseModel):
    label: str
    confidence: float


class SentimentOut(BaseModel):
    label: Sentiment
    score: float = Field(description="From -1 to 1.")


class EntityOut(BaseModel):
    label: str
    text: str
    start: int = Field(description="In code points of the message's text, not in UTF-16 units.")
    end: int
    value: str | None = None


class PredictionOut(BaseModel):
    language: LanguageOut
    intent: IntentOut
    sentiment: SentimentOut
    entities: list[EntityOut]
    model_version: str
    timings_ms: dict[str, float]


class EvidenceOut(BaseModel):
    article_id: UUID
    title: str


class SuggestionOut(BaseModel):
    id: UUID
    kind: Literal["reply", "article", "action"]
    title: str
    text: str
    confidence: float
    evidence: list[EvidenceOut]
    is_internal: bool = Field(description="Its words are for agents only: do not send them.")


class SourceTextOut(EvidenceOut):
    html: str = Field(description="The article, rendered; it holds no script and no image.")


class MessageOut(BaseModel):
    """`superseded_by`, `sender_name`, `source` and `rating` are only there when they are known;
    `prediction` and `suggestions` are only there for agents."""

    id: UUID
    conversation_id: UUID
    direction: Literal["incoming", "outgoing"]
    sender_type: Literal["contact", "agent", "bot", "system"]
    sender_name: str | None = Field(None, description="Of the agent who wrote it.")
    text: str
    status: State = Field(
        description="`pending`, `leased`: its outcome follows. `failed`: a person has it. "
        "`superseded`: a later message carries its turn."
    )
    superseded_by: UUID | None = None
    created_at: datetime
    decision: Decision | None = Field(description="What the bot made of it; null before that.")
    reply: MessageOut | None
    source: EvidenceOut | None = Field(None, description="What a bot's answer rests on.")
    rating: Literal["up", "down"] | None = Field(None, description="The contact's thumb.")
    prediction: PredictionOut | None = None
    suggestions: list[SuggestionOut] | None = None


class MessagePage(BaseModel):
    items: list[MessageOut]
    next: UUID | None = Field(description="Ask again with `after` set to this; null at the end.")


class RatingOut(BaseModel):
    message_id: UUID
    rating: Literal["up", "down"]


class OutcomeOut(BaseModel):
    suggestion_id: UUID
    outcome: Literal["accepted", "edited", "rejected"]
