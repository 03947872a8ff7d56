"""Finds passages for agents who look up an answer by words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from apps.knowledge.desk_search import Query, narrow_to, read_any_of
from apps.knowledge.models import Article, Macro, Passage

MOST_MACROS = 3
MOST_ARTICLES = 4


def find_passages(text: str) -> list[Passage]:
    """The passages that fit best, one of each macro and published article: those with the most
    words first, and of as many words, macros.

    None of them without words.
    """
    of_macros, of_articles = read_any_of(text, Macro), read_any_of(text, Article)
    if of_macros is None or of_articles is None:
        return []
    macros = narrow_to(text, Macro.objects.all())[:MOST_MACROS]
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    articles = narrow_to(text, published)[:MOST_ARTICLES]
    found = [
        *_choose_passages("macro", macros, of_macros),
        *_choose_passages("article", articles, of_articles),
    ]
    return [passage for _, passage in sorted(found, key=lambda each: each[0], reverse=True)]


def _choose_passages(source: str, rows: Iterable[Any], query: Query) -> list[tuple[int, Passage]]:
    """How many words each of the rows has, and its best passage, in their order."""
    matched = {row.id: row.matched for row in rows}
    passages = Passage.objects.filter(**{f"{source}__in": matched}).select_related(source)
    by_fit = SearchRank(F("search"), query).desc()
    best = passages.order_by(source, by_fit, "position").distinct(source)
    by_source = {getattr(each, f"{source}_id"): each for each in best}
    return [(matched[id_], by_source[id_]) for id_ in matched if id_ in by_source]
