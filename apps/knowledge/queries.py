"""Reads knowledge, with the state of search for each article and macro."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django_stubs_ext import WithAnnotations

from apps.dispatch.models import Work
from apps.knowledge.desk_search import narrow_to
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import (
    Action,
    Article,
    ArticleVersion,
    Macro,
    MacroVersion,
    Passage,
    SolvedQuestion,
)
from apps.knowledge.passages.encoders import find_current_encoder, lacks_vector
from apps.knowledge.versions import version_of
from apps.knowledge.word_filter import with_each_word

MOST_TAGS = 200


class SearchState(models.TextChoices):
    """Whether retrieval finds a source; a draft has no passages and is `hidden`."""

    SEARCHABLE = "searchable", "Searchable"
    EMBEDDING = "embedding", "Being embedded"
    FAILED = "failed", "Not embedded"
    HIDDEN = "hidden", "Not searched"


class Found(TypedDict):
    """Annotations of a query on a source."""

    search_state: str


def list_articles(
    *, search: str = "", status: str = "", language: str = "", tag: str = "", audience: str = ""
) -> QuerySet[WithAnnotations[Article, Found]]:
    """Articles with their `search_state`, by relevance to `search`, or by title without it.

    Empty arguments filter nothing.
    """
    articles = Article.objects.all()
    if status:
        articles = articles.filter(status=status)
    if audience:
        articles = articles.filter(audience=audience)
    if language:
        articles = articles.filter(language=language)
    if tag:
        articles = articles.filter(tags__contains=[tag])
    return narrow_to(search, articles).annotate(search_state=_search_state("article"))


def list_macros(
    *, search: str = "", language: str = "", tag: str = ""
) -> QuerySet[WithAnnotations[Macro, Found]]:
    """Macros, each with its `search_state`, in the same order as articles."""
    macros = Macro.objects.all()
    if language:
        macros = macros.filter(language=language)
    if tag:
        macros = macros.filter(tags__contains=[tag])
    return narrow_to(search, macros).annotate(search_state=_search_state("macro"))


def list_tags(model: type[Article] | type[Macro]) -> list[str]:
    """The tags that these rows have, the most frequent ones when there are many."""
    tags = model._default_manager.annotate(tag=models.Func("tags", function="unnest"))
    counted = tags.values("tag").annotate(rows=models.Count("id")).order_by("-rows", "tag")
    return sorted(counted.values_list("tag", flat=True)[:MOST_TAGS])


def list_versions(
    source: Article | Macro,
) -> QuerySet[ArticleVersion, ArticleVersion] | QuerySet[MacroVersion, MacroVersion]:
    """Earlier versions of an article or a macro, newest first."""
    return source.versions.select_related("saved_by").defer(source.TEXT).order_by("-number")


def find_version(source: Article | Macro, number: int) -> ArticleVersion | MacroVersion | None:
    """A version by its number; the newest one is the current content."""
    if number == source.version:
        return version_of(source)
    return source.versions.select_related("saved_by").filter(number=number).first()


def list_solved_questions(
    inbox_ids: Iterable[UUID], *, search: str
) -> QuerySet[SolvedQuestion, SolvedQuestion]:
    """Past answers of these inboxes, the newest first."""
    solved = SolvedQuestion.objects.filter(
        with_each_word(search, "question", "answer"), inbox__in=inbox_ids
    )
    return solved.select_related("article", "macro").order_by("-created_at", "id")


def list_actions() -> QuerySet[Action, Action]:
    """Actions by title."""
    return Action.objects.order_by("title")


def list_languages() -> list[str]:
    """The languages that articles and macros are written in."""
    languages = Article.objects.values_list("language").union(Macro.objects.values_list("language"))
    return sorted(language for (language,) in languages)


def list_actions_with(parameter: str, value: str) -> QuerySet[Action, Action]:
    """The actions that name a team, a macro or a tag as a parameter."""
    return list_actions().filter(**{f"parameters__{parameter}": value})


def _search_state(source: str) -> Case:
    passages = Passage.objects.filter(**{source: OuterRef("pk")})
    unseen = Exists(passages.filter(lacks_vector(find_current_encoder())))
    failed = Work.objects.filter(
        kind=KNOWLEDGE.name, subject_id=OuterRef("pk"), state=Work.State.FAILED
    )
    return Case(
        When(~Exists(passages), then=Value(SearchState.HIDDEN)),
        When(unseen & Exists(failed), then=Value(SearchState.FAILED)),
        When(unseen, then=Value(SearchState.EMBEDDING)),
        default=Value(SearchState.SEARCHABLE),
    )
