"""What an earlier release has split is split again, some at a time and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Agent
from apps.dispatch.actions import enqueue
from apps.dispatch.models import Event, Work
from apps.knowledge.actions import save_article
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Article, Passage, PassageVector
from apps.knowledge.passages import resplitting
from apps.knowledge.passages.resplitting import BUSY, REST, split_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(alice: Agent) -> list[Article]:
    """Three of an earlier release, embedded; the first with the marks of Markdown in its text."""
    articles = [
        Article(slug=f"a{i}", title=f"Returns {i}", body="**Thirty** days.") for i in range(3)
    ]
    for article in articles:
        save_article(article, alice)
    Passage.objects.filter(article=articles[0]).update(text="**Thirty** days.")
    PassageVector.objects.bulk_create(
        PassageVector(passage=passage, encoder="e", embedding=[0.0] * 384)
        for passage in Passage.objects.all()
    )
    Article.objects.update(split_by=0)
    Work.objects.all().delete()
    Event.objects.all().delete()
    return articles


def rest() -> timedelta:
    return split_again() - timezone.now() + timedelta(milliseconds=500)


def test_what_is_split_otherwise_now_is_replaced_and_the_rest_keeps_its_vectors(
    articles: list[Article],
) -> None:
    assert rest() >= BUSY
    texts = Passage.objects.values_list("text", flat=True)
    assert set(texts) == {"Thirty days."}
    embedded = PassageVector.objects.values_list("passage__article__slug", flat=True)
    assert set(embedded) == {"a1", "a2"}
    assert Work.objects.get(kind="knowledge").subject_id == articles[0].id
    assert rest() >= REST


def test_nobody_seems_to_have_written_what_was_split_again(
    articles: list[Article], alice: Agent
) -> None:
    split_again()
    first = Article.objects.get(slug="a0")
    assert (first.version, first.updated_by) == (1, alice)
    assert first.updated_at == articles[0].updated_at
    assert not Event.objects.exists()


def test_only_some_are_split_at_once_and_none_while_many_wait_for_vectors(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resplitting, "ARTICLES_AT_ONCE", 1)
    stale = Article.objects.filter(split_by=0)
    split_again()
    assert set(stale.values_list("slug", flat=True)) == {"a1", "a2"}
    assert rest() < REST
    assert stale.count() == 2
    Work.objects.update(state=Work.State.DONE)
    split_again()
    assert stale.count() == 1


def test_a_draft_has_no_passages_and_is_done_too(articles: list[Article]) -> None:
    Article.objects.update(status=Article.Status.DRAFT)
    enqueue(KNOWLEDGE, articles[0].id)
    split_again()
    assert not Passage.objects.exists()
    assert not Article.objects.filter(split_by=0).exists()
