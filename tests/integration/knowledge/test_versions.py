"""What an article was before, and two people who write at once."""

from __future__ import annotations

import pytest

from apps.accounts.models import Agent
from apps.dispatch.models import Event
from apps.knowledge.actions import restore_version, save_article, save_macro
from apps.knowledge.models import Article, ArticleVersion, Macro
from apps.knowledge.queries import list_versions
from apps.knowledge.versions import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: Agent) -> Article:
    article = Article(slug="returns", title="Returns", body="Thirty days.", tags=["return"])
    save_article(article, alice)
    return article


def read(article: Article) -> Article:
    return Article.objects.get(id=article.id)


def change(article: Article, by: Agent | None = None, **fields: object) -> Article:
    mine = read(article)
    for name, value in fields.items():
        setattr(mine, name, value)
    save_article(mine, by)
    return mine


def test_each_change_keeps_what_was_before_and_who_wrote_it(
    alice: Agent, bob: Agent, article: Article
) -> None:
    change(article, bob, body="Sixty days.", tags=["return", "money"], audience="agents")
    change(article, bob, status=Article.Status.DRAFT, language="de", title="Rückgabe")
    newest, oldest = article.versions.order_by("-number")
    assert (oldest.number, oldest.saved_by, oldest.saved_at) == (1, alice, article.updated_at)
    assert (oldest.body, oldest.tags, oldest.audience) == ("Thirty days.", ["return"], "customers")
    assert (newest.number, newest.saved_by, newest.body) == (2, bob, "Sixty days.")
    assert (newest.title, newest.language, newest.status) == ("Returns", "en", "published")
    now = read(article)
    assert (now.version, now.updated_by) == (3, bob)


def test_saving_without_a_change_makes_no_version(
    alice: Agent, bob: Agent, article: Article
) -> None:
    change(article, bob, body="Thirty days.\r\n")
    assert not ArticleVersion.objects.exists()
    assert (read(article).version, read(article).updated_by) == (1, alice)


def test_who_saves_second_is_told_what_was_saved_first_and_overwrites_nothing(
    bob: Agent, article: Article
) -> None:
    mine = read(article)
    change(article, bob, body="Sixty days.")
    events = Event.objects.count()
    mine.body = "Ninety days."
    with pytest.raises(ChangedMeanwhile) as refusal:
        save_article(mine)
    assert refusal.value.stored == article
    assert (refusal.value.stored.version, read(article).body) == (2, "Sixty days.")
    assert Event.objects.count() == events


def test_a_restored_version_is_a_new_one_and_is_searched(bob: Agent, article: Article) -> None:
    change(article, bob, status=Article.Status.DRAFT, body="Sixty days.")
    assert not article.passages.exists()
    restore_version(article.versions.get(number=1), bob)
    restored = read(article)
    assert (restored.version, restored.body, restored.tags) == (3, "Thirty days.", ["return"])
    assert article.passages.get().text == "Thirty days."
    assert [each.number for each in list_versions(article)] == [2, 1]


def test_a_macro_has_a_history_too_and_says_again_what_it_said(alice: Agent, bob: Agent) -> None:
    macro = Macro(slug="thanks", title="Thanks", text="You are welcome.", tags=["polite"])
    save_macro(macro, alice)
    macro.text, macro.tags = "No problem.", []
    save_macro(macro, bob)
    save_macro(macro, bob)
    (before,) = macro.versions.all()
    assert (before.text, before.tags, before.saved_by) == ("You are welcome.", ["polite"], alice)
    restore_version(before, bob)
    macro.refresh_from_db()
    assert (macro.text, macro.tags, macro.version) == ("You are welcome.", ["polite"], 3)
    assert macro.passages.get().text == "You are welcome."
    assert [each.number for each in list_versions(macro)] == [2, 1]


def test_lines_are_stored_alike_whoever_wrote_them(article: Article) -> None:
    assert change(article, body="One.\r\n\r\nTwo.\rThree.\n").body == "One.\n\nTwo.\nThree."
