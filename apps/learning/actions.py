"""Changes intents and examples. The models learn them with the next training."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from apps.dispatch.actions import record_event
from apps.learning.models import Example, Intent, SentimentExample
from apps.learning.teaching import (
    NEEDED_INTENTS,
    TeachingRefused,
    check_examples,
    check_may_be_removed,
    check_sentiment_examples,
)
from workers.contracts.events import EventKind


@transaction.atomic
def save_intent(intent: Intent, lines: list[str], seen: Collection[UUID] = ()) -> None:
    """Store an intent and its examples.

    `seen`: the ids of the examples that were on the editor's page. Those of them that are not among
    `lines` are removed; what somebody else added meanwhile stays. Raises TeachingRefused.
    """
    check_examples(lines, intent)
    intent.save()
    intent.examples.filter(id__in=seen).exclude(text__in=lines).delete()
    Example.objects.bulk_create(
        (Example(intent=intent, text=text) for text in lines), ignore_conflicts=True
    )
    record_event(EventKind.INTENT_SAVED, subject=str(intent.id), examples=intent.examples.count())


@transaction.atomic
def delete_intent(intent: Intent) -> None:
    """Delete an intent with its examples. Raises TeachingRefused for those that rules need."""
    if intent.slug in NEEDED_INTENTS:
        raise TeachingRefused(
            f"{intent.title} is needed to know when a person must answer; change its words instead."
        )
    record_event(EventKind.INTENT_DELETED, subject=str(intent.id))
    intent.delete()


@transaction.atomic
def add_sentiment_examples(lines: list[str], label: str) -> int:
    """Add examples of a sentiment. Returns how many were new. Raises TeachingRefused."""
    check_sentiment_examples(lines, label)
    existing = set(SentimentExample.objects.filter(text__in=lines).values_list("text", flat=True))
    SentimentExample.objects.bulk_create(
        (SentimentExample(text=text, label=label) for text in lines), ignore_conflicts=True
    )
    added = len(lines) - len(existing)
    record_event(EventKind.SENTIMENT_TAUGHT, label=label, examples=added)
    return added


@transaction.atomic
def remove_sentiment_example(example: SentimentExample) -> None:
    """Delete an example. Raises TeachingRefused when it is one of the last of its label."""
    check_may_be_removed(example)
    record_event(EventKind.SENTIMENT_FORGOTTEN, label=example.label)
    example.delete()
