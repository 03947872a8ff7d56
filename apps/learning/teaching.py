"""Checks examples, so that models can be trained on them."""

from __future__ import annotations

from collections.abc import Iterable

from apps.learning.models import Example, Intent, SentimentExample
from workers.contracts.labels import OUT_OF_SCOPE, TALK_TO_PERSON
from workers.contracts.rows import LONGEST_EXAMPLE
from workers.text.cards import mask_cards

# Training is cross-validated, so each label needs an example beside the held-out one.
LEAST_EXAMPLES = 2
# The rules of the policy refer to these.
NEEDED_INTENTS = frozenset({OUT_OF_SCOPE, TALK_TO_PERSON})


class TeachingRefused(Exception):
    """Examples that no model could be trained on; the sentence says what is missing."""


def read_lines(text: str) -> list[str]:
    """The examples in a text, one a line, without duplicates, card numbers masked."""
    lines = (mask_cards(" ".join(line.split())) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def check_examples(lines: list[str], intent: Intent | None) -> None:
    """Raises TeachingRefused, with the first reason why these cannot teach this intent."""
    _check_lengths(lines)
    if len(lines) in range(1, LEAST_EXAMPLES):
        raise TeachingRefused(
            f"One example teaches nothing: give at least {LEAST_EXAMPLES}, or none."
        )
    taken = Example.objects.filter(text__in=lines).select_related("intent")
    other = (taken.exclude(intent=intent) if intent else taken).first()
    if other:
        raise TeachingRefused(
            f"“{other.text}” already teaches {other.intent.title}: "
            "one text cannot mean two things, so remove it there or here."
        )


def check_sentiment_examples(lines: list[str], label: str) -> None:
    """Raises TeachingRefused, with the first reason why these cannot teach this sentiment."""
    _check_lengths(lines)
    other = SentimentExample.objects.filter(text__in=lines).exclude(label=label).first()
    if other:
        raise TeachingRefused(
            f"“{other.text}” is already an example of {other.label}: remove it there first."
        )


def check_may_be_removed(example: SentimentExample) -> None:
    """Raises TeachingRefused where the sentiment would be left with too little to learn from."""
    if SentimentExample.objects.filter(label=example.label).count() <= LEAST_EXAMPLES:
        raise TeachingRefused(
            f"The last {LEAST_EXAMPLES} examples of {example.label} are needed to train: "
            "add another one before you remove this."
        )


def _check_lengths(lines: Iterable[str]) -> None:
    longest = max(lines, key=len, default="")
    if len(longest) > LONGEST_EXAMPLE:
        raise TeachingRefused(
            f"“{longest[:40]}…” has {len(longest)} characters; "
            f"cut it to {LONGEST_EXAMPLE}, because an example is what one customer says at once."
        )
