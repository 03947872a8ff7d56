"""Full-text search over articles and macros in the desk, with matches marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
)
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.knowledge.models import Article, Macro
from apps.knowledge.search_columns import config_of_language
from workers.contracts.search_configs import OTHER_SEARCH_CONFIG, SEARCH_CONFIGS

MOST_TERMS = 8
# At most so many rows with all the words are ranked, and so many with any of them.
MOST_CANDIDATES = 2000
# Private-use characters mark matches until the text is escaped for HTML.
BEGIN, END = "\ue000", "\ue001"
_FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_SIGNS = re.compile(rf"[{BEGIN}{END}]")
_MARKDOWN = re.compile(r"[#*`|]+|\]\([^)\s]*\)|\[")
# A stop word leaves nothing of a query in its language.
_TELLING = """
SELECT word FROM unnest(%s::text[]) AS word WHERE NOT EXISTS (
    SELECT FROM unnest(%s::regconfig[]) AS config
    WHERE numnode(plainto_tsquery(config, word)) = 0
)
"""

Source = TypeVar("Source", Article, Macro)
Query = SearchQuery | CombinedSearchQuery


def narrow_to(text: str, rows: QuerySet[Source, Source]) -> QuerySet[Source, Source]:
    """The rows that have any of the words, or the text as a tag: those with the most words first.

    Of as many words, those of a title count for more. Words match as prefixes, so that one can
    search while typing. `matched`: how many a row has. Without words, all rows by title.
    """
    words = _read_words(text, rows.model)
    if not words:
        return rows.order_by("title", "id")
    tag = text.replace("\0", " ").strip()
    is_tagged = Q(tags__overlap=[tag, tag.lower()])
    candidates = _list_candidates(rows, words, is_tagged)
    matched = reduce(add, (Case(When(search=word, then=1), default=0) for word in words))
    ranked = rows.model._default_manager.filter(id__in=candidates)
    ranked = ranked.annotate(matched=Case(When(is_tagged, then=len(words)), default=matched))
    return ranked.order_by(
        "-matched",
        SearchRank(F("search"), reduce(or_, words), normalization=1).desc(),
        "title",
        "id",
    )


def mark_found(text: str, rows: Sequence[Source], field: str) -> dict[UUID, SafeString]:
    """By row, excerpts of `field` around the words, as HTML with the words marked."""
    query = read_any_of(text, type(rows[0])) if rows else None
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
    words = _read_words(text, model)
    return reduce(or_, words) if words else None


def _list_candidates(
    rows: QuerySet[Source, Source], words: Sequence[Query], is_tagged: Q
) -> QuerySet[Source, Any]:
    """The ids of the rows to rank: those with all the words, and those with any.

    Of these, each word has its share, so that a common one leaves room for a rare one.
    """
    ids = rows.order_by().values("id")
    share = MOST_CANDIDATES // len(words)
    complete = ids.filter(is_tagged | Q(search=reduce(and_, words)))[:MOST_CANDIDATES]
    partial = (ids.filter(search=word)[:share] for word in words)
    return complete.union(*partial, all=True)


def _read_words(text: str, model: type[Source]) -> list[Query]:
    """A query for each word of the text, as written or by its stem in any language of the rows.

    Not for stop words, unless there are no others; of many words, for the longest, which are rarer.
    """
    words = list(dict.fromkeys(re.sub(r"['\\\0]", " ", text.lower()).split()))
    words = [word for word in words if re.search(r"\w", word)]
    configs = _list_configs(model)
    telling = sorted(_drop_stop_words(words, configs) or words, key=len, reverse=True)
    return [_beginning_with(word, configs) for word in telling[:MOST_TERMS]]


def _drop_stop_words(words: Sequence[str], configs: Sequence[str]) -> list[str]:
    """The words that no language of the rows has as a stop word."""
    with connection.cursor() as cursor:
        cursor.execute(_TELLING, [list(words), list(configs)])
        return [word for (word,) in cursor]


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
