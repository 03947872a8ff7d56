"""What reads knowledge, and how far each piece of it can be found."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django_stubs_ext import WithAnnotations

from apps.dispatch.models import Work
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Action, Article, Macro, Passage


class SearchState(models.TextChoices):
    """Whether retrieval finds a source: `hidden` has no passages, because it is a draft."""

    SEARCHABLE = "searchable", "Searchable"
    EMBEDDING = "embedding", "Being embedded"
    FAILED = "failed", "Not embedded"
    HIDDEN = "hidden", "Not searched"


class Found(TypedDict):
    """What a query adds to a source."""

    search_state: str


def list_articles(
    *, search: str = "", status: str = "", language: str = ""
) -> QuerySet[WithAnnotations[Article, Found]]:
    """Articles by title, each with its `search_state`; empty arguments leave nothing out."""
    articles = Article.objects.filter(Q(title__icontains=search) | Q(body__icontains=search))
    if status:
        articles = articles.filter(status=status)
    if language:
        articles = articles.filter(language=language)
    return articles.annotate(search_state=_search_state("article")).order_by("title")


def list_macros(*, search: str = "", language: str = "") -> QuerySet[WithAnnotations[Macro, Found]]:
    """Macros by title, each with its `search_state`."""
    macros = Macro.objects.filter(
        Q(title__icontains=search) | Q(text__icontains=search) | Q(tags__icontains=search)
    )
    if language:
        macros = macros.filter(language=language)
    return macros.annotate(search_state=_search_state("macro")).order_by("title")


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
    unseen = Exists(passages.filter(vectors__isnull=True))
    failed = Work.objects.filter(
        kind=KNOWLEDGE.name, subject_id=OuterRef("pk"), state=Work.State.FAILED
    )
    return Case(
        When(~Exists(passages), then=Value(SearchState.HIDDEN)),
        When(unseen & Exists(failed), then=Value(SearchState.FAILED)),
        When(unseen, then=Value(SearchState.EMBEDDING)),
        default=Value(SearchState.SEARCHABLE),
    )
