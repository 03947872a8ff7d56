"""Moves passages to a new encoder, when the pools change theirs.

1. Passages are embedded for the encoder of the pool that started last.
2. Sources whose passages lack a vector by it are put on the bulk lane, some at a time.
3. When none is missing and every pool has this encoder, the change is complete.
4. Only then are vectors by other encoders deleted, some at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from apps.dispatch.actions import OPEN_STATES, enqueue, record_event
from apps.dispatch.models import Heartbeat, Work
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Encoder, Passage, PassageVector
from apps.knowledge.passages.encoders import find_current_encoder, lacks_vector
from workers.contracts.events import EventKind
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS
from workers.contracts.pipelines import Queue

REST = timedelta(seconds=5)
BUSY = timedelta(seconds=1)
SOURCES_AT_ONCE = 1000
VECTORS_AT_ONCE = 5000
SUBJECT = UUID("00000000-0000-7000-8000-000000000002")


def follow_encoder() -> datetime:
    """Take the next step to the encoder of the pools. Returns when to look again."""
    now = timezone.now()
    living = _list_living()
    if not living:
        return now + REST
    encoder = _choose(living[0])
    if encoder.complete_at is None and _embed_missing(encoder):
        return now + BUSY
    if len(set(living)) > 1:
        return now + REST
    if encoder.complete_at is None:
        _complete(encoder)
    return now + (BUSY if _forget_others(encoder) else REST)


def _list_living() -> list[str]:
    """The encoders of living pools that embed, that of the last started pool first."""
    fresh = timezone.now() - timedelta(seconds=HEARTBEAT_STALE_SECONDS)
    pools = Heartbeat.objects.filter(
        queue__in=[Queue.INFERENCE, Queue.INFERENCE_BULK], seen_at__gt=fresh
    )
    encoders = pools.order_by("-started_at").values_list("details__encoder", flat=True)
    return [encoder for encoder in encoders if encoder]


def _choose(identity: str) -> Encoder:
    if identity != find_current_encoder():
        now = timezone.now()
        before = PassageVector.objects.order_by().values_list("encoder", flat=True).distinct()
        others = (Encoder(identity=other, chosen_at=now - REST) for other in before)
        Encoder.objects.bulk_create(others, ignore_conflicts=True)
        Encoder.objects.update_or_create(
            identity=identity, defaults={"chosen_at": now, "complete_at": None}
        )
        record_event(EventKind.ENCODER_CHOSEN, encoder=identity)
    return Encoder.objects.get(identity=identity)


def _embed_missing(encoder: Encoder) -> bool:
    """Put some sources with missing vectors on the bulk lane. Returns whether there are any."""
    lacking = Passage.objects.filter(lacks_vector(encoder.identity))
    under_way = Work.objects.filter(kind=KNOWLEDGE.name, state__in=OPEN_STATES)
    if under_way.values("id")[:SOURCES_AT_ONCE].count() < SOURCES_AT_ONCE // 2:
        for source_id, size in _list_untouched(lacking, encoder):
            enqueue(KNOWLEDGE, source_id, size=size)
    return lacking.exists()


def _list_untouched(
    lacking: QuerySet[Passage, Passage], encoder: Encoder
) -> Iterable[tuple[UUID, int]]:
    """Sources of these passages without open work, with their size in characters."""
    open_or_failed = Q(state__in=OPEN_STATES) | Q(
        state=Work.State.FAILED, finished_at__gte=encoder.chosen_at
    )
    work = Work.objects.filter(open_or_failed, kind=KNOWLEDGE.name, subject_id=OuterRef("source"))
    source = Coalesce("article_id", "macro_id", "solved_question_id")
    sources = lacking.annotate(source=source).exclude(Exists(work))
    sized = sources.values("source").annotate(size=Sum(Length("text")))
    return sized.values_list("source", "size")[:SOURCES_AT_ONCE]


def _complete(encoder: Encoder) -> None:
    encoder.complete_at = timezone.now()
    encoder.save()
    record_event(EventKind.ENCODER_COMPLETE, encoder=encoder.identity)


def _forget_others(encoder: Encoder) -> bool:
    """Delete some vectors by other encoders. Returns whether there were any."""
    others = Encoder.objects.exclude(identity=encoder.identity)
    theirs = PassageVector.objects.filter(encoder__in=list(others.values_list("pk", flat=True)))
    some = list(theirs.values_list("id", flat=True)[:VECTORS_AT_ONCE]) if others else []
    PassageVector.objects.filter(id__in=some).delete()
    if not some:
        others.delete()
    return bool(some)
