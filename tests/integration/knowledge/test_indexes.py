"""What the desk finds knowledge by is served by an index, however much there is.

Tables of tests are small: Postgres is told to shun what it would do with them anyway.
"""

from __future__ import annotations

import pytest
from django.db import connection

from apps.knowledge.queries import list_articles, list_macros

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def large_tables() -> None:
    shun("enable_seqscan")


def shun(way: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {way} = off")


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"search": "parc"}, "article_search"),
        ({"search": "parcel lost", "language": "de"}, "article_search"),
        ({"search": "parcel"}, "article_tags"),
        ({"tag": "return"}, "article_tags"),
    ],
)
def test_articles_are_found_by_an_index(wanted: dict[str, str], index: str) -> None:
    assert index in list_articles(**wanted).order_by().explain()


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"search": "parc"}, "macro_search"),
        ({"tag": "return"}, "macro_tags"),
    ],
)
def test_macros_are_found_by_an_index(wanted: dict[str, str], index: str) -> None:
    assert index in list_macros(**wanted).order_by().explain()


def test_a_page_of_all_is_read_in_the_order_of_the_titles() -> None:
    shun("enable_sort")
    assert "article_by_title" in list_articles()[:50].explain()
    assert "macro_by_title" in list_macros()[:50].explain()
