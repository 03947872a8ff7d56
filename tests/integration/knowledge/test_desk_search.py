"""What the desk's search finds, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.knowledge import desk_search
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.desk_search import mark_found
from apps.knowledge.models import Article, Macro
from apps.knowledge.queries import list_articles, list_macros, list_tags

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf() -> None:
    for slug, title, body, language, tags in (
        ("returns", "Returns", "Send policies back to us at info@example.com.", "en", ["money"]),
        ("delivery", "Delivery", "We mention returns once; deliveries take two days.", "en", []),
        ("hours", "Öffnungszeiten", "Wir öffnen um **neun** Uhr.", "de", ["Laden"]),
    ):
        save_article(Article(slug=slug, title=title, body=body, language=language, tags=tags))
    save_macro(Macro(slug="thanks", title="Thanks", text="You are welcome.", tags=["polite"]))


def found(search: str, **narrowed: str) -> list[str]:
    return [article.slug for article in list_articles(search=search, **narrowed)]


@pytest.mark.parametrize(
    ("search", "slugs"),
    [
        ("returns", ["returns", "delivery"]),
        ("retu", ["returns", "delivery"]),
        ("RETURNED", ["returns", "delivery"]),
        ("policy", ["returns"]),
        ("returns delive", ["delivery", "returns"]),
        ("returns shoes", ["returns", "delivery"]),
        ("zebra deliveries take ages", ["delivery"]),
        ("how do I get it by the return", ["returns", "delivery"]),
        ("we", ["delivery"]),
        ("öffn", ["hours"]),
        ("neun uhr", ["hours"]),
        ("öffnest", ["hours"]),
        ("öffnest policies", ["hours", "returns"]),
        ("returns laden", ["returns", "delivery"]),
        ("info@example.com", ["returns"]),
        ("money", ["returns"]),
        ("laden", []),
        ("Laden", ["hours"]),
        ("zebra", []),
        ("it's the 'returns'", ["returns", "delivery"]),
        ("", ["delivery", "returns", "hours"]),
        ("?!", ["delivery", "returns", "hours"]),
    ],
)
def test_words_are_found_by_their_beginnings_and_stems_titles_first(
    search: str, slugs: list[str]
) -> None:
    assert found(search) == slugs


def test_a_word_that_many_have_leaves_room_for_a_rare_one_and_for_those_with_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk_search, "MOST_CANDIDATES", 4)
    for number in range(9):
        save_article(Article(slug=f"kettle-{number}", title="A kettle", body="Kettles, kettles."))
    save_article(Article(slug="zebra", title="Animals", body="A zebra."))
    save_article(Article(slug="both", title="Z", body="A zebra and a kettle."))
    slugs = found("kettle zebra")
    assert slugs[0] == "both"
    assert "zebra" in slugs


def test_a_search_obeys_every_filter() -> None:
    assert found("returns", language="de") == []
    assert found("returns", tag="money", status="published", audience="customers") == ["returns"]
    assert [macro.slug for macro in list_macros(search="polite")] == ["thanks"]
    assert [macro.slug for macro in list_macros(search="welco", tag="polite")] == ["thanks"]


def test_tags_are_listed_once() -> None:
    save_article(Article(slug="a", title="A", body="x", tags=["money", "card"]))
    assert list_tags(Article) == ["Laden", "card", "money"]


def test_what_was_found_is_marked_and_all_else_is_text() -> None:
    article = Article(slug="x", title="X", body="# A\n\n<b>Bold</b> *returning* parcels & more")
    save_article(article)
    marked = mark_found("return parc", [article], "body")[article.id]
    assert "<mark>returning</mark> <mark>parcels</mark> &amp; more" in marked.replace("  ", " ")
    assert "<b>" not in marked
    assert mark_found("", [article], "body") == {}


def test_what_was_found_by_the_stem_of_its_language_is_marked() -> None:
    (article,) = list_articles(search="öffnest")
    assert "<mark>öffnen</mark>" in mark_found("öffnest", [article], "body")[article.id]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=st.text(max_size=30) | st.lists(st.sampled_from("'\\&|!():*<->% \0a")).map("".join))
def test_whatever_is_typed_is_searched_for_without_an_error(search: str) -> None:
    rows = list(list_articles(search=search))
    mark_found(search, rows, "body")
