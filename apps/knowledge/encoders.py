"""Which encoder passages are embedded for, and how far a new one has come.

A question is compared only with vectors of the encoder that embedded the question. So passages
are embedded for a new encoder beside the vectors that they have: until that is complete, those
without a new one are found by their words, and the old vectors serve the pools that remain.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apps.knowledge.models import Encoder, Passage, PassageVector


@dataclass(frozen=True)
class Embedding:
    """How many of the passages have a vector of the current encoder, while that is not all."""

    encoder: str
    embedded: int
    passages: int


def find_current_encoder() -> str:
    """The identity of the encoder that passages are embedded for; empty before any was seen."""
    newest = Encoder.objects.order_by("-chosen_at").values_list("identity", flat=True)
    return newest.first() or ""


def lacks_vector(encoder: str) -> Q:
    """For passages: those that this encoder has not seen; before any was known, none has."""
    seen = PassageVector.objects.filter(passage=OuterRef("pk"))
    return ~Q(Exists(seen.filter(encoder=encoder) if encoder else seen))


def measure_embedding() -> Embedding | None:
    """None when all passages have their vectors."""
    encoder = find_current_encoder()
    if not Encoder.objects.filter(identity=encoder, complete_at=None).exists():
        return None
    embedded = PassageVector.objects.filter(encoder=encoder).count()
    passages = Passage.objects.count()
    return Embedding(encoder, embedded, passages) if embedded < passages else None
