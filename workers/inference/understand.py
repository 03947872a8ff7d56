"""Clean text and its embedding in, meaning out."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.payloads import (
    Entity,
    MessageAnalyzed,
    MessageCleaned,
    ScoredLabel,
    SentimentScore,
)
from workers.inference.entities.find import find_entities
from workers.inference.entities.when import When
from workers.models.artifact import Model
from workers.models.features import embeddings_of
from workers.models.text_encoder import is_unknown_to_models
from workers.text.alignment import AlignedText
from workers.text.spans import without_overlap

Floats = NDArray[np.float32]
INTENTS_KEPT = 5


def understand(
    messages: Sequence[MessageCleaned], features: Floats, model: Model
) -> list[MessageAnalyzed]:
    """`features`: (messages, 3072), of each message's turn."""
    intents, sentiments = model.read(features, [message.turn_text for message in messages])
    embeddings = embeddings_of(features)
    return [
        MessageAnalyzed(
            **{**dict(message), "entities": _find_entities(message)},
            intents=_rank_intents(model, intents[row]),
            sentiment=_score_sentiment(message, model.sentiment.labels, sentiments[row]),
            embedding=pack(embeddings[row]),
            encoder=model.manifest.encoder,
            model_version=model.version,
        )
        for row, message in enumerate(messages)
    ]


def _score_sentiment(
    message: MessageCleaned, labels: Sequence[str], probabilities: Floats
) -> SentimentScore:
    """Neutral where the head does not know the language, and would guess."""
    if is_unknown_to_models(message.language.label):
        return SentimentScore(label="neutral", score=0.0)
    likely = dict(zip(labels, probabilities.tolist(), strict=True))
    label = max(likely, key=likely.__getitem__)
    return SentimentScore(label=label, score=round(likely["positive"] - likely["negative"], 4))


def pack(embedding: Floats) -> str:
    """An embedding as payloads carry it."""
    return base64.b64encode(embedding.astype("<f4").tobytes()).decode()


def find_likeliest(labels: Sequence[str], probabilities: Floats) -> dict[str, float]:
    """The likeliest labels with their probabilities, the most confident first."""
    places = np.argsort(-probabilities, kind="stable")[:INTENTS_KEPT].tolist()
    scores = probabilities.tolist()
    return {labels[place]: scores[place] for place in places}


def scored_labels(likeliest: Mapping[str, float]) -> tuple[ScoredLabel, ...]:
    """Labels as payloads carry them."""
    kept = list(likeliest.items())[:INTENTS_KEPT]
    return tuple(ScoredLabel(label=label, confidence=round(sure, 4)) for label, sure in kept)


def _find_entities(message: MessageCleaned) -> tuple[Entity, ...]:
    """Entities in order; those that preprocessing has found take precedence."""
    when = When.written(message.written_at, message.zone, message.language.label)
    found = find_entities(message.text, when)
    if not found:
        return message.entities
    aligned = AlignedText(message.text, message.alignment)
    stored = []
    for entity in found:
        start, end = aligned.to_stored(entity.start, entity.end)
        stored.append(entity.model_copy(update={"start": start, "end": end}))
    beside = without_overlap(stored, taken=message.entities)
    return tuple(sorted((*message.entities, *beside), key=attrgetter("start")))


def _rank_intents(model: Model, probabilities: Floats) -> tuple[ScoredLabel, ...]:
    """The likeliest intents, the most confident first.

    Where the first is less confident than `refuse_below`, `out_of_scope` comes before it with
    `1 - confidence`.
    """
    scored = find_likeliest(model.intent.labels, probabilities)
    likeliest = next(iter(scored.values()))
    if likeliest < model.manifest.refuse_below and OUT_OF_SCOPE in model.intent.labels:
        scored.pop(OUT_OF_SCOPE, None)
        scored = {OUT_OF_SCOPE: 1 - likeliest, **scored}
    return scored_labels(scored)
