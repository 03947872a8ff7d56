"""Articles in the desk: who may do what, and what a form says."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Role
from apps.knowledge.actions import save_article
from apps.knowledge.models import Article, Macro
from apps.learning.models import Intent
from tests.integration.desk.pages import shown
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db

ARTICLE = {
    "title": "Returns",
    "body": "Thirty days.",
    "language": "en",
    "status": "published",
    "tags": "",
    "audience": "customers",
}


def test_agents_read_knowledge_and_change_none(
    agent: Client, article: Article, macro: Macro
) -> None:
    assert "Returns" in shown(agent, "/desk/knowledge/")
    assert "<strong>Thirty</strong>" in shown(agent, f"/desk/knowledge/articles/{article.id}/")
    assert "Thanks" in shown(agent, f"/desk/knowledge/macros/{macro.id}/")
    for path in (
        "new/",
        f"articles/{article.id}/edit/",
        f"articles/{article.id}/delete/",
        "macros/new/",
        f"macros/{macro.id}/delete/",
        "actions/new/",
        "actions/new/tag/",
    ):
        assert agent.get(f"/desk/knowledge/{path}").status_code == 403
        assert agent.post(f"/desk/knowledge/{path}").status_code == 403
    assert agent.post("/desk/knowledge/preview/", {"body": "x"}).status_code == 403
    assert Article.objects.exists()
    assert Macro.objects.exists()


def test_who_is_not_signed_in_is_asked_to(article: Article) -> None:
    response = Client().get(f"/desk/knowledge/articles/{article.id}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/login/?next=")


def test_a_written_article_is_stored_split_and_being_embedded(supervisor: Client) -> None:
    page = shown(supervisor, "/desk/knowledge/new/", ARTICLE)
    assert "“Returns” is saved." in page
    assert "Being embedded" in page
    article = Article.objects.get()
    assert article.slug == "returns"
    assert article.passages.count() == 1


def test_a_second_article_of_the_same_title_gets_an_address_of_its_own(
    supervisor: Client, article: Article
) -> None:
    shown(supervisor, "/desk/knowledge/new/", ARTICLE)
    assert Article.objects.filter(title="Returns").count() == 2


def test_what_was_typed_is_still_there_beside_the_error(supervisor: Client) -> None:
    page = shown(supervisor, "/desk/knowledge/new/", ARTICLE | {"title": ""})
    assert "Thirty days." in page
    assert 'aria-invalid="true"' in page
    assert not Article.objects.exists()


def test_a_list_is_narrowed_by_words_and_status_and_survives_nonsense(
    supervisor: Client, article: Article
) -> None:
    save_article(Article(slug="secret", title="Plans", body="x", status=Article.Status.DRAFT))
    drafts = shown(supervisor, "/desk/knowledge/?status=draft")
    assert "Plans" in drafts
    assert "Returns" not in drafts
    assert "Returns" in shown(supervisor, "/desk/knowledge/?search=thirty")
    assert "No article fits" in shown(supervisor, "/desk/knowledge/?search=zebra")
    assert "<mark>Thirty</mark>" in shown(supervisor, "/desk/knowledge/?search=thirt")
    shown(supervisor, "/desk/knowledge/?search=%00&status=%27&language=xxxxxx&page=-1")


def test_the_preview_is_rendered_harmlessly_and_stores_nothing(supervisor: Client) -> None:
    page = shown(
        supervisor, "/desk/knowledge/preview/", {"body": "# Hi\n<script>alert(1)</script>"}
    )
    assert "<h1>Hi</h1>" in page
    assert "<script>" not in page
    assert not Article.objects.exists()


def test_a_hostile_article_is_text_on_every_page_that_shows_it(supervisor: Client) -> None:
    hostile = "<script>alert(1)</script>[x](javascript:alert(1))"
    shown(supervisor, "/desk/knowledge/new/", ARTICLE | {"title": hostile, "body": hostile})
    article = Article.objects.get()
    for path in ("", f"articles/{article.id}/", f"articles/{article.id}/edit/"):
        page = shown(supervisor, f"/desk/knowledge/{path}")
        assert "<script>alert" not in page
        assert 'href="javascript' not in page


def test_who_saves_second_sees_both_texts_and_saves_knowingly(supervisor: Client) -> None:
    shown(supervisor, "/desk/knowledge/new/", ARTICLE)
    article = Article.objects.get()
    path = f"/desk/knowledge/articles/{article.id}/edit/"
    dora = browser_of(hire(Role.SUPERVISOR, "Dora"))
    shown(dora, path, ARTICLE | {"version": "1", "body": "Sixty days, says Dora."})
    mine = ARTICLE | {"version": "1", "body": "Ninety days, says Bob."}
    page = shown(supervisor, path, mine)
    assert "Dora saved this article" in page
    assert "Ninety days, says Bob." in page
    assert "<del>Sixty</del><ins>Ninety</ins>" in page
    assert "Sixty days, says Dora." in shown(supervisor, f"/desk/knowledge/articles/{article.id}/")
    assert 'name="version" value="2"' in page
    shown(supervisor, path, mine | {"version": "2"})
    history = shown(supervisor, f"/desk/knowledge/articles/{article.id}/history/")
    assert "Version 3" in history
    assert "Dora" in history


def test_a_version_shows_what_changed_and_supervisors_restore_it(
    agent: Client, supervisor: Client
) -> None:
    shown(supervisor, "/desk/knowledge/new/", ARTICLE)
    article = Article.objects.get()
    path = f"/desk/knowledge/articles/{article.id}/"
    changed = {"version": "1", "body": "Sixty days.", "audience": "agents", "tags": "return"}
    shown(supervisor, f"{path}edit/", ARTICLE | changed)
    page = shown(agent, f"{path}history/1/")
    assert "<del>Thirty</del><ins>Sixty</ins> days." in page
    assert '<ins dir="auto">Agents only</ins>' in page
    assert "<ins>Sixty</ins>" in shown(agent, f"{path}history/2/?what=change")
    shown(agent, f"{path}history/3/", status=404)
    shown(agent, f"{path}history/1/restore/", {}, status=403)
    assert "Thirty days." in shown(supervisor, f"{path}history/1/restore/", {})
    assert Article.objects.get().audience == "customers"


def test_an_article_is_filed_and_found_by_its_tags_and_whom_it_is_for(supervisor: Client) -> None:
    shown(
        supervisor,
        "/desk/knowledge/new/",
        ARTICLE | {"tags": "money, return", "audience": "agents"},
    )
    for query in ("tag=money", "audience=agents", "search=money", "search=return+days"):
        assert "Returns" in shown(supervisor, f"/desk/knowledge/?{query}")
    for query in ("tag=mon", "audience=customers", "tag=money&status=draft"):
        assert "No article fits" in shown(supervisor, f"/desk/knowledge/?{query}")


@pytest.mark.parametrize(("code", "name"), [("zh", "Chinese"), ("gsw", "gsw")])
def test_an_article_that_is_edited_stays_in_its_language(
    supervisor: Client, code: str, name: str
) -> None:
    save_article(article := Article(slug="cn", title="Returns", body="Thirty.", language=code))
    path = f"/desk/knowledge/articles/{article.id}/edit/"
    assert f'<option value="{code}" selected>{name}</option>' in shown(supervisor, path)
    assert "is saved" in shown(supervisor, path, ARTICLE | {"language": code})
    article.refresh_from_db()
    assert article.language == code


def test_before_an_article_is_deleted_the_page_says_what_depends_on_it(
    supervisor: Client, article: Article
) -> None:
    Intent.objects.create(slug="return_item", title="Send back").articles.add(article)
    path = f"/desk/knowledge/articles/{article.id}/delete/"
    assert "It is an answer to Send back" in shown(supervisor, path)
    assert Article.objects.exists()
    assert "is deleted" in shown(supervisor, path, {})
    assert not Article.objects.exists()
