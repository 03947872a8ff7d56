"""Patterns and names that an administrator teaches, and the tester beside them."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Role
from apps.knowledge.models import Article
from apps.learning.entities import read_taught
from apps.learning.models import EntityPattern, LookupValue, Synonym
from tests.factories import make_message
from tests.integration.desk.staff import browser_of, hire
from workers.text.patterns import MOST_PATTERNS

pytestmark = pytest.mark.django_db

PAGE = "/desk/learning/entities/"
NEW = f"{PAGE}patterns/new/"
PRODUCTS = f"{PAGE}names/product/"
TRY = f"{PAGE}try/"


@pytest.fixture
def charlie() -> Client:
    return browser_of(hire(Role.ADMINISTRATOR))


def add_pattern(client: Client, pattern: str, label: str = "order_number") -> str:
    return client.post(NEW, {"label": label, "pattern": pattern}, follow=True).content.decode()


@pytest.mark.parametrize("path", ["", "patterns/new/", "names/new/", "names/product/"])
def test_entities_are_for_administrators(path: str, charlie: Client) -> None:
    assert browser_of(hire(Role.SUPERVISOR)).get(PAGE + path).status_code == 403
    assert charlie.get(PAGE + path).status_code == 200


def test_a_pattern_is_written_changed_and_deleted(charlie: Client) -> None:
    assert "it finds in a few seconds" in add_pattern(charlie, r"\bFL-\d{5}\b")
    pattern = EntityPattern.objects.get()
    path = f"{PAGE}patterns/{pattern.id}/"
    charlie.post(path, {"label": "contract", "pattern": r"C-\d+"})
    assert read_taught().patterns == (("contract", r"C-\d+"),)
    assert "What was found with it stays" in charlie.get(f"{path}delete/").content.decode()
    charlie.post(f"{path}delete/")
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
    charlie: Client, label: str, pattern: str, field: str, repair: str
) -> None:
    page = add_pattern(charlie, pattern, label)
    beside = page.partition(f'data-field="{field}"')[2].partition('class="field"')[0]
    assert repair in beside
    assert not EntityPattern.objects.exists()


def test_one_pattern_too_many_is_refused(charlie: Client) -> None:
    EntityPattern.objects.bulk_create(
        EntityPattern(label="shelf", pattern=f"S{n}") for n in range(MOST_PATTERNS)
    )
    assert "delete one" in add_pattern(charlie, "S-one-more")
    assert EntityPattern.objects.count() == MOST_PATTERNS


def test_a_pattern_that_an_import_brought_and_nobody_can_use_is_marked(charlie: Client) -> None:
    EntityPattern.objects.create(label="shelf", pattern=r"(?<=x)\d")
    assert "not used" in charlie.get(PAGE).content.decode()


def test_names_are_listed_with_what_else_they_are_called(charlie: Client) -> None:
    charlie.post(PRODUCTS, {"names": "Heron kettle = Heron, the  kettle\n\nMoth scale\n"})
    assert set(LookupValue.objects.values_list("label", "value")) == {
        ("product", "Heron kettle"),
        ("product", "Moth scale"),
    }
    assert "Heron kettle = Heron, the kettle" in charlie.get(PRODUCTS).content.decode()
    charlie.post(PRODUCTS, {"names": "Moth scale = Moth"})
    assert list(Synonym.objects.values_list("value", "text")) == [("Moth scale", "Moth")]
    charlie.post(f"{PRODUCTS}delete/")
    assert not LookupValue.objects.exists()
    assert not Synonym.objects.exists()


def test_one_word_cannot_mean_two_things(charlie: Client) -> None:
    page = charlie.post(PRODUCTS, {"names": "One = it\nTwo = it"}).content.decode()
    assert "cannot mean" in page
    Synonym.objects.create(value="Dublin", text="it")
    page = charlie.post(PRODUCTS, {"names": "One = it"}).content.decode()
    assert "already means “Dublin”" in page
    assert "One = it" in page
    assert not LookupValue.objects.exists()


def test_the_tester_shows_what_a_draft_finds_and_stores_nothing(charlie: Client) -> None:
    make_message("My contract is c-17, thanks")
    make_message("No number here")
    draft = {"text": "see C-4 <b>", "label": "contract", "pattern": r"\bC-\d+"}
    page = charlie.post(TRY, draft).content.decode()
    assert '<mark class="entity" title="contract: C-4">C-4</mark> &lt;b&gt;' in page
    assert '<mark class="entity" title="contract: c-17">c-17</mark>' in page
    assert "No number here" not in page
    assert not EntityPattern.objects.exists()


def test_the_tester_of_all_knows_patterns_and_names(charlie: Client) -> None:
    add_pattern(charlie, r"TK\d+")
    charlie.post(PRODUCTS, {"names": "Heron kettle"})
    page = charlie.post(TRY, {"text": "tk5: heron ketle"}).content.decode()
    assert 'title="order_number: TK5"' in page
    assert 'title="product: Heron kettle"' in page


def test_the_tester_says_what_is_wrong_with_a_draft(charlie: Client) -> None:
    page = charlie.post(TRY, {"text": "x", "label": "a", "pattern": "("}).content.decode()
    assert "mend it there" in page
    assert charlie.get(TRY).status_code == 405
    assert browser_of(hire(Role.AGENT)).post(TRY, {"text": "x"}).status_code == 403


def test_names_in_articles_that_are_not_listed_are_pointed_out(charlie: Client) -> None:
    for n in range(2):
        body = "We sell the Quillon lamp, the Heron kettle and the Kestrel."
        Article.objects.create(slug=f"shop-{n}", title="Shop", body=body)
    charlie.post(PRODUCTS, {"names": "Heron kettle"})
    page = charlie.get(PRODUCTS).content.decode().partition("Not listed yet")[2]
    assert "Quillon" in page
    assert "Kestrel" in page
    assert "Heron" not in page
