"""Reads intents, examples, model versions and training runs."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from apps.knowledge.models import Action, Article, Macro
from apps.knowledge.word_filter import with_each_word
from apps.learning.models import (
    Example,
    Intent,
    ModelVersion,
    SentimentExample,
    TrainingRun,
)


def list_intents(*, search: str) -> QuerySet[Intent, Intent]:
    """Intents by title, each with the number of its examples as `example_count`."""
    found = Intent.objects.filter(with_each_word(search, "title", "slug", "description"))
    return found.annotate(example_count=Count("examples")).order_by("title")


def list_intents_answered_by(source: Article | Macro | Action) -> QuerySet[Intent, Intent]:
    """The intents that name this article, macro or action as an answer."""
    return source.intents.order_by("title")


def list_examples(intent: Intent) -> QuerySet[Example, Example]:
    """The examples of an intent, oldest first."""
    return intent.examples.order_by("id")


def list_sentiment_examples(
    *, search: str, label: str
) -> QuerySet[SentimentExample, SentimentExample]:
    """Examples of sentiment, newest first; empty arguments filter nothing."""
    examples = SentimentExample.objects.filter(with_each_word(search, "text")).order_by("-id")
    return examples.filter(label=label) if label else examples


def count_sentiment_examples() -> dict[str, int]:
    """How many examples each sentiment has, also those without any."""
    counted = SentimentExample.objects.values_list("label").annotate(Count("id"))
    return dict.fromkeys(SentimentExample.Label.values, 0) | dict(counted)


def list_model_versions(kind: str) -> QuerySet[ModelVersion, ModelVersion]:
    """The model versions of this kind, newest first."""
    return ModelVersion.objects.filter(kind=kind).order_by("-created_at")


def list_training_runs() -> QuerySet[TrainingRun, TrainingRun]:
    """Training runs, newest first, with the agents who asked for them."""
    return TrainingRun.objects.select_related("asked_by").order_by("-asked_at")


def find_champion(kind: str = ModelVersion.Kind.UNDERSTANDING) -> ModelVersion | None:
    """The model version of this kind that serves, if one was trained."""
    champions = ModelVersion.objects.filter(status=ModelVersion.Status.CHAMPION)
    return champions.filter(kind=kind).first()
