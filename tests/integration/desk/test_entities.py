"""Patterns and names that an administrator teaches, and the tester beside them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from apps.desk.learning.name_pages import MOST_CHARACTERS
from apps.knowledge.models import Article
from apps.learning.entities import read_taught
from apps.learning.models import EntityPattern, LookupValue, Synonym
from tests.factories import make_message
from workers.text.patterns import MOST_PATTERNS

pytestmark = pytest.mark.django_db

PAGE = "/desk/learning/entities/"
NEW = f"{PAGE}patterns/new/"
PRODUCTS = f"{PAGE}names/product/"
TRY = f"{PAGE}try/"


def add_pattern(client: Client, pattern: str, label: str = "order_number") -> str:
    return client.post(NEW, {"label": label, "pattern": pattern}, follow=True).content.decode()


@pytest.mark.parametrize("path", ["", "patterns/new/", "names/new/", "names/product/"])
def test_entities_are_for_administrators(
    path: str, administrator: Client, supervisor: Client
) -> None:
    assert supervisor.get(PAGE + path).status_code == 403
    assert administrator.get(PAGE + path).status_code == 200


def test_a_pattern_is_written_changed_and_deleted(administrator: Client) -> None:
    assert "it finds in a few seconds" in add_pattern(administrator, r"\bFL-\d{5}\b")
    pattern = EntityPattern.objects.get()
    path = f"{PAGE}patterns/{pattern.id}/"
    administrator.post(path, {"label": "contract", "pattern": r"C-\d+"})
    assert read_taught().patterns == (("contract", r"C-\d+"),)
    assert "What was found with it stays" in administrator.get(f"{path}delete/").content.decode()
    administrator.post(f"{path}delete/")
    assert not EntityPattern.objects.exists()


@pytest.mark.parametrize(
    ("label", "pattern", "field", "repair"),
    [
        ("order_number", "(FL-", "pattern", "mend it there"),
        ("order_number", r"(a+)\1", "pattern", "back-references"),
        ("order_number", r"\w{1,900}", "pattern", "lower the numbers in braces"),
        ("Order number", r"\d{9}", "label", "small letters"),
        ("phone", r"\d{9}", "label", "rules of its own"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    administrator: Client, label: str, pattern: str, field: str, repair: str
) -> None:
    page = add_pattern(administrator, pattern, label)
    beside = page.partition(f'data-field="{field}"')[2].partition('class="field"')[0]
    assert repair in beside
    assert not EntityPattern.objects.exists()


def test_one_pattern_too_many_is_refused(administrator: Client) -> None:
    EntityPattern.objects.bulk_create(
        EntityPattern(label="shelf", pattern=f"S{n}") for n in range(MOST_PATTERNS)
    )
    assert "delete one" in add_pattern(administrator, "S-one-more")
    assert EntityPattern.objects.count() == MOST_PATTERNS


def test_a_pattern_that_an_import_brought_and_nobody_can_use_is_marked(
    administrator: Client,
) -> None:
    EntityPattern.objects.create(label="shelf", pattern=r"(?<=x)\d")
    assert "not used" in administrator.get(PAGE).content.decode()


def test_names_are_listed_with_what_else_they_are_called(administrator: Client) -> None:
    administrator.post(PRODUCTS, {"names": "Heron kettle = Heron, the  kettle\n\nMoth scale\n"})
    assert set(LookupValue.objects.values_list("label", "value")) == {
        ("product", "Heron kettle"),
        ("product", "Moth scale"),
    }
    assert "Heron kettle = Heron, the kettle" in administrator.get(PRODUCTS).content.decode()
    administrator.post(PRODUCTS, {"names": "Moth scale = Moth"})
    assert list(Synonym.objects.values_list("value", "text")) == [("Moth scale", "Moth")]
    administrator.post(f"{PRODUCTS}delete/")
    assert not LookupValue.objects.exists()
    assert not Synonym.objects.exists()


def test_a_form_takes_as_many_names_as_it_says(administrator: Client) -> None:
    names = "\n".join(f"{number:04} {'鷺' * 94}" for number in range(4_000))
    assert len(names) <= MOST_CHARACTERS
    form = urlencode({"names": names})
    urlencoded = "application/x-www-form-urlencoded"
    answer = administrator.post(PRODUCTS, form, content_type=urlencoded)
    assert (answer.status_code, LookupValue.objects.count()) == (302, 4_000)


def test_one_word_cannot_mean_two_things(administrator: Client) -> None:
    page = administrator.post(PRODUCTS, {"names": "One = it\nTwo = it"}).content.decode()
    assert "cannot mean" in page
    Synonym.objects.create(value="Dublin", text="it")
    page = administrator.post(PRODUCTS, {"names": "One = it"}).content.decode()
    assert "already means “Dublin”" in page
    assert "One = it" in page
    assert not LookupValue.objects.exists()


def test_the_tester_shows_what_a_draft_finds_and_stores_nothing(administrator: Client) -> None:
    make_message("My contract is c-17, thanks")
    make_message("No number here")
    draft = {"text": "see C-4 <b>", "label": "contract", "pattern": r"\bC-\d+"}
    page = administrator.post(TRY, draft).content.decode()
    assert '<mark class="entity" title="contract: C-4">C-4</mark> &lt;b&gt;' in page
    assert '<mark class="entity" title="contract: c-17">c-17</mark>' in page
    assert "No number here" not in page
    assert not EntityPattern.objects.exists()


def test_the_tester_of_all_knows_patterns_and_names(administrator: Client) -> None:
    add_pattern(administrator, r"TK\d+")
    administrator.post(PRODUCTS, {"names": "Heron kettle"})
    page = administrator.post(TRY, {"text": "tk5: heron ketle"}).content.decode()
    assert 'title="order_number: TK5"' in page
    assert 'title="product: Heron kettle"' in page


def test_the_tester_says_what_is_wrong_with_a_draft(administrator: Client, agent: Client) -> None:
    page = administrator.post(TRY, {"text": "x", "label": "a", "pattern": "("}).content.decode()
    assert "mend it there" in page
    assert administrator.get(TRY).status_code == 405
    assert agent.post(TRY, {"text": "x"}).status_code == 403


def test_names_in_articles_that_are_not_listed_are_pointed_out(administrator: Client) -> None:
    for n in range(2):
        body = "We sell the Quillon lamp, the Heron kettle and the Kestrel."
        Article.objects.create(slug=f"shop-{n}", title="Shop", body=body)
    administrator.post(PRODUCTS, {"names": "Heron kettle"})
    page = administrator.get(PRODUCTS).content.decode().partition("Not listed yet")[2]
    assert "Quillon" in page
    assert "Kestrel" in page
    assert "Heron" not in page
