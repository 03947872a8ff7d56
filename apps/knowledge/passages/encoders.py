"""The encoder that passages are embedded for, and the progress of a change to a new one.

A question is compared only with vectors of the encoder that embedded the question. So passages
are embedded for a new encoder beside their old vectors. Until that is complete, passages without a
new vector are found by their words, and old vectors serve the pools with the old encoder.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apps.knowledge.models import Encoder, Passage, PassageVector


@dataclass(frozen=True)
class Embedding:
    """How many passages have a vector by the current encoder, while some have none."""

    encoder: str
    embedded: int
    passages: int


def find_current_encoder() -> str:
    """The identity of the encoder that passages are embedded for; empty before any was seen."""
    newest = Encoder.objects.order_by("-chosen_at").values_list("identity", flat=True)
    return newest.first() or ""


def lacks_vector(encoder: str) -> Q:
    """Whether a passage has no vector by this encoder; with an empty one, none has."""
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
