"""Finds passages for agents who look up an answer by words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from apps.knowledge.desk_search import Query, narrow_to, read_any_of
from apps.knowledge.models import Article, Macro, Passage

MOST_MACROS = 3
MOST_ARTICLES = 4


def find_passages(text: str) -> list[Passage]:
    """The passages that fit best: of macros first, then of published articles, one of each.

    None of them without words.
    """
    of_macros, of_articles = read_any_of(text, Macro), read_any_of(text, Article)
    if of_macros is None or of_articles is None:
        return []
    macros = narrow_to(text, Macro.objects.all())[:MOST_MACROS]
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    articles = narrow_to(text, published)[:MOST_ARTICLES]
    return [
        *_choose_passages("macro", [each.id for each in macros], of_macros),
        *_choose_passages("article", [each.id for each in articles], of_articles),
    ]


def _choose_passages(source: str, ids: Sequence[UUID], query: Query) -> list[Passage]:
    """The best passage of each source, in the order of `ids`."""
    passages = Passage.objects.filter(**{f"{source}__in": ids}).select_related(source)
    by_fit = SearchRank(F("search"), query).desc()
    best = passages.order_by(source, by_fit, "position").distinct(source)
    by_source = {getattr(each, f"{source}_id"): each for each in best}
    return [by_source[id_] for id_ in ids if id_ in by_source]
