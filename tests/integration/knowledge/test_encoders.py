"""Passages follow the pools to a new encoder: beside the old vectors, until it is complete."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.dispatch.models import Heartbeat, Work
from apps.knowledge.actions import save_article
from apps.knowledge.models import Article, Encoder, Passage, PassageVector
from apps.knowledge.passages.encoders import Embedding, find_current_encoder, measure_embedding
from apps.knowledge.passages.reembedding import BUSY, REST, follow_encoder
from apps.knowledge.queries import SearchState, list_articles
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS
from workers.contracts.pipelines import Queue

pytestmark = pytest.mark.django_db
OLD, NEW = "minilm:int8", "minilm:float16"


def start_pool(encoder: str, queue: Queue = Queue.INFERENCE_BULK) -> None:
    Heartbeat.objects.create(
        process=f"{queue}@{encoder}",
        queue=queue,
        details={"encoder": encoder},
        started_at=timezone.now(),
    )


def stop_pool(encoder: str) -> None:
    long_ago = timezone.now() - timedelta(seconds=HEARTBEAT_STALE_SECONDS + 1)
    Heartbeat.objects.filter(details__encoder=encoder).update(seen_at=long_ago)


def step() -> timedelta:
    """One look of the deliverer; how long it rests."""
    return follow_encoder() - timezone.now() + timedelta(milliseconds=500)


def embed(encoder: str, slug: str = "") -> None:
    """As a pool with this encoder does with what waits for it."""
    articles = Article.objects.filter(slug=slug) if slug else Article.objects.all()
    waiting = Work.objects.filter(
        kind="knowledge", state=Work.State.PENDING, subject_id__in=articles.values("id")
    )
    passages = Passage.objects.filter(article__in=waiting.values("subject_id"))
    PassageVector.objects.bulk_create(
        PassageVector(passage=passage, encoder=encoder, embedding=[0.0] * 384)
        for passage in passages.exclude(vectors__encoder=encoder)
    )
    waiting.update(state=Work.State.DONE)


def states() -> dict[str, str]:
    return {article.slug: article.search_state for article in list_articles()}


def encoders() -> list[str]:
    return sorted(PassageVector.objects.values_list("encoder", flat=True))


@pytest.fixture(autouse=True)
def embedded() -> None:
    """Two articles, embedded by the old encoder, whose pool lives."""
    for slug in ("returns", "delivery"):
        save_article(Article(slug=slug, title=slug.title(), body="Thirty days."))
    start_pool(OLD)
    embed(OLD)
    step()


def test_where_nothing_changes_nothing_is_embedded_again() -> None:
    assert find_current_encoder() == OLD
    assert measure_embedding() is None
    assert step() > BUSY
    assert not Work.objects.filter(kind="knowledge", state=Work.State.PENDING).exists()


def test_a_new_encoder_embeds_beside_the_old_vectors_and_the_switch_comes_when_it_is_complete() -> (
    None
):
    stop_pool(OLD)
    start_pool(NEW)
    assert step() < REST
    assert set(states().values()) == {SearchState.EMBEDDING}
    assert measure_embedding() == Embedding(NEW, embedded=0, passages=2)
    embed(NEW, "returns")
    step()
    assert encoders() == [NEW, OLD, OLD]
    assert states() == {"returns": SearchState.SEARCHABLE, "delivery": SearchState.EMBEDDING}
    assert measure_embedding() == Embedding(NEW, embedded=1, passages=2)
    embed(NEW, "delivery")
    assert encoders() == [NEW, NEW, OLD, OLD]
    while step() < REST:
        pass
    assert encoders() == [NEW, NEW]
    assert set(states().values()) == {SearchState.SEARCHABLE}
    assert measure_embedding() is None
    assert list(Encoder.objects.values_list("identity", flat=True)) == [NEW]


def test_the_old_vectors_stay_while_a_pool_of_the_old_encoder_lives() -> None:
    start_pool(NEW)
    step()
    embed(NEW)
    for _ in range(3):
        step()
    assert encoders() == [NEW, NEW, OLD, OLD]
    stop_pool(OLD)
    while step() < REST:
        pass
    assert encoders() == [NEW, NEW]


def test_what_a_pool_of_the_old_encoder_took_meanwhile_is_put_on_the_lane_again() -> None:
    start_pool(NEW)
    step()
    embed(OLD)
    assert measure_embedding() == Embedding(NEW, embedded=0, passages=2)
    step()
    embed(NEW)
    assert set(states().values()) == {SearchState.SEARCHABLE}


def test_work_under_way_is_not_begun_anew_and_failed_work_is_not_tried_for_ever() -> None:
    start_pool(NEW)
    step()
    leased, failed = Work.objects.filter(kind="knowledge").order_by("id")
    Work.objects.filter(id=leased.id).update(state=Work.State.LEASED)
    Work.objects.filter(id=failed.id).update(state=Work.State.FAILED, finished_at=timezone.now())
    step()
    kept = Work.objects.filter(kind="knowledge").order_by("id").values_list("state", flat=True)
    assert list(kept) == [Work.State.LEASED, Work.State.FAILED]
    assert SearchState.FAILED in states().values()


def test_while_no_pool_lives_nothing_is_decided() -> None:
    stop_pool(OLD)
    assert step() > BUSY
    assert find_current_encoder() == OLD
    assert encoders() == [OLD, OLD]
