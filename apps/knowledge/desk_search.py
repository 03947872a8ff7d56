"""Full-text search over articles and macros in the desk, with matches marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import TypeVar
from uuid import UUID

from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
)
from django.db.models import Case, F, Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.knowledge.models import Article, Macro
from apps.knowledge.search_columns import config_of_language
from workers.contracts.search_configs import OTHER_SEARCH_CONFIG, SEARCH_CONFIGS

MOST_TERMS = 8
# At most so many rows are ranked, for words that many have.
MOST_CANDIDATES = 2000
# Private-use characters mark matches until the text is escaped for HTML.
BEGIN, END = "\ue000", "\ue001"
_FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_SIGNS = re.compile(rf"[{BEGIN}{END}]")
_MARKDOWN = re.compile(r"[#*`|]+|\]\([^)\s]*\)|\[")

Source = TypeVar("Source", Article, Macro)
Query = SearchQuery | CombinedSearchQuery


def narrow_to(text: str, rows: QuerySet[Source, Source]) -> QuerySet[Source, Source]:
    """The rows that have all the words, or the text as a tag, best first.

    Words of a title count for more. Words match as prefixes, so that one can search while typing.
    Without words, all rows by title.
    """
    query = _read_query(text, rows.model)
    if query is None:
        return rows.order_by("title", "id")
    tag = text.replace("\0", " ").strip()
    found = rows.filter(Q(search=query) | Q(tags__overlap=[tag, tag.lower()]))
    candidates = found.order_by().values("id")[:MOST_CANDIDATES]
    ranked = rows.model._default_manager.filter(id__in=candidates)
    return ranked.order_by(SearchRank(F("search"), query, normalization=1).desc(), "title", "id")


def mark_found(text: str, rows: Sequence[Source], field: str) -> dict[UUID, SafeString]:
    """By row, excerpts of `field` around the words, as HTML with the words marked."""
    query = _read_query(text, type(rows[0])) if rows else None
    if query is None:
        return {}
    shown = type(rows[0])._default_manager.filter(id__in=[row.id for row in rows])
    headlines = shown.values_list(
        "id",
        _headline(field, query, config_of_language()),
        _headline(field, query, OTHER_SEARCH_CONFIG),
    )
    return {
        id_: _as_html(stems if BEGIN in stems else in_full) for id_, stems, in_full in headlines
    }


def read_any_of(text: str, model: type[Source]) -> Query | None:
    """A query for any word of the text; None without words."""
    return _read_query(text, model, or_)


def _read_query(
    text: str, model: type[Source], combine: Callable[[Query, Query], Query] = and_
) -> Query | None:
    """A query for every word of the text, as written or by its stem in any language of the rows.

    None without words.
    """
    words = re.sub(r"['\\\0]", " ", text).split()[:MOST_TERMS]
    if not re.search(r"\w", text):
        return None
    configs = _list_configs(model)
    return reduce(combine, (_beginning_with(word, configs) for word in words))


def _list_configs(model: type[Source]) -> list[str]:
    languages = model._default_manager.order_by().values_list("language", flat=True).distinct()
    stemmed = {SEARCH_CONFIGS.get(language, OTHER_SEARCH_CONFIG) for language in languages}
    return sorted(stemmed | {OTHER_SEARCH_CONFIG})


def _beginning_with(word: str, configs: Sequence[str]) -> Query:
    term = f"'{word}':*"
    return reduce(or_, (SearchQuery(term, config=each, search_type="raw") for each in configs))


def _headline(field: str, query: Query, config: str | Case) -> SearchHeadline:
    return SearchHeadline(
        field,
        query,
        config=config,
        start_sel=BEGIN,
        stop_sel=END,
        max_fragments=2,
        min_words=8,
        max_words=18,
        fragment_delimiter=" … ",
    )


def _as_html(headline: str) -> SafeString:
    plain = " ".join(_MARKDOWN.sub(" ", headline).split())
    return SafeString(_SIGNS.sub("", _FOUND.sub(r"<mark>\1</mark>", escape(plain))))
