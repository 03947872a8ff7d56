"""What saving knowledge does to retrieval."""

from __future__ import annotations

import pytest

from apps.dispatch.models import Event, Work
from apps.knowledge.actions import delete_article, save_article, save_macro
from apps.knowledge.models import Article, Macro, Passage, PassageVector
from apps.knowledge.queries import SearchState, list_articles, list_macros
from apps.knowledge.versions import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def make_article(**fields: str) -> Article:
    article = Article(**{"slug": "returns", "title": "Returns", "body": "Thirty days."} | fields)
    save_article(article)
    return article


def embed_all() -> None:
    """As the bulk lane does."""
    PassageVector.objects.bulk_create(
        PassageVector(passage=passage, encoder="test", embedding=[0.0] * 384)
        for passage in Passage.objects.filter(vectors=None)
    )
    Work.objects.update(state=Work.State.DONE)


def state_of(article: Article) -> str:
    return list_articles().get(id=article.id).search_state


def test_a_new_article_is_being_embedded_until_its_vectors_are_there() -> None:
    article = make_article()
    assert state_of(article) == SearchState.EMBEDDING
    embed_all()
    assert state_of(article) == SearchState.SEARCHABLE


def test_the_same_words_saved_again_keep_their_vectors() -> None:
    article = make_article()
    embed_all()
    save_article(article)
    assert state_of(article) == SearchState.SEARCHABLE
    assert Work.objects.get(subject_id=article.id).state == Work.State.DONE


@pytest.mark.parametrize(
    "change", [{"title": "Send back"}, {"body": "Sixty days."}, {"language": "de"}]
)
def test_other_words_are_embedded_again(change: dict[str, str]) -> None:
    article = make_article()
    embed_all()
    for name, value in change.items():
        setattr(article, name, value)
    save_article(article)
    assert state_of(article) == SearchState.EMBEDDING
    assert Work.objects.get(subject_id=article.id).state == Work.State.PENDING


def test_a_passage_that_did_not_change_keeps_its_vector() -> None:
    article = make_article(body="One.\n\n## Two\n\nTwo.\n\n## Three\n\nThree.")
    embed_all()
    article.body = "One.\n\n## Two\n\nOther."
    save_article(article)
    seen = Passage.objects.order_by("position").values_list("text", "vectors__encoder")
    assert list(seen) == [("One.", "test"), ("Other.", None)]


def test_a_draft_cannot_be_found_and_costs_no_work() -> None:
    article = make_article(status=Article.Status.DRAFT)
    assert state_of(article) == SearchState.HIDDEN
    assert not Work.objects.filter(subject_id=article.id).exists()


def test_an_article_that_becomes_a_draft_can_no_longer_be_found() -> None:
    article = make_article()
    article.status = Article.Status.DRAFT
    save_article(article)
    assert not Passage.objects.exists()


def test_what_failed_says_so_and_is_tried_again_when_it_is_saved_again() -> None:
    article = make_article()
    Work.objects.update(state=Work.State.FAILED)
    assert state_of(article) == SearchState.FAILED
    save_article(article)
    assert state_of(article) == SearchState.EMBEDDING


def test_a_tag_of_a_macro_is_no_reason_to_embed_it_again() -> None:
    macro = Macro(slug="thanks", title="Thanks", text="You are welcome.")
    save_macro(macro)
    embed_all()
    macro.tags = ["polite"]
    save_macro(macro)
    assert list_macros().get().search_state == SearchState.SEARCHABLE


def test_who_saves_a_macro_second_is_told_and_overwrites_nothing() -> None:
    macro = Macro(slug="thanks", title="Thanks", text="You are welcome.")
    save_macro(macro)
    mine, theirs = Macro.objects.get(), Macro.objects.get()
    theirs.text = "With pleasure."
    save_macro(theirs)
    mine.text = "Any time."
    with pytest.raises(ChangedMeanwhile) as refusal:
        save_macro(mine)
    assert refusal.value.stored.version == theirs.version == 2
    assert Macro.objects.get().text == "With pleasure."
    assert Passage.objects.get().text == "With pleasure."
    mine.text = "With pleasure. "
    save_macro(mine)
    assert Macro.objects.get().version == 2


def test_a_deleted_article_leaves_no_passage_and_tells_whoever_follows() -> None:
    article = make_article()
    subject = str(article.id)
    delete_article(article)
    assert not Passage.objects.exists()
    assert Event.objects.filter(kind="article.deleted", data__subject=subject).exists()
