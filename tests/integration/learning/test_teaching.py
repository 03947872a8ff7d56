"""What may teach the models, and what would stop their training."""

from __future__ import annotations

import pytest

from apps.learning.actions import (
    add_sentiment_examples,
    delete_intent,
    remove_sentiment_example,
    save_intent,
)
from apps.learning.models import Example, Intent, SentimentExample
from apps.learning.teaching import TeachingRefused, read_lines
from workers.contracts.rows import LONGEST_EXAMPLE

pytestmark = pytest.mark.django_db

TWO = ["where is it", "where is my parcel"]


def make_intent(slug: str = "order_status", lines: list[str] | None = None) -> Intent:
    intent = Intent(slug=slug, title=slug.replace("_", " ").capitalize())
    save_intent(intent, TWO if lines is None else lines)
    return intent


def texts_of(intent: Intent) -> set[str]:
    return set(intent.examples.values_list("text", flat=True))


def test_lines_become_examples_each_once_and_without_card_numbers() -> None:
    lines = read_lines("  where is it \r\n\nwhere  is it\nI paid with 4111 1111 1111 1111")
    assert lines == ["where is it", "I paid with •••• 1111"]


def test_what_the_editor_saw_and_took_away_is_removed_and_what_came_meanwhile_stays() -> None:
    intent = make_intent()
    seen = list(intent.examples.values_list("id", flat=True))
    Example.objects.create(intent=intent, text="from a colleague", source="feedback")
    save_intent(intent, [TWO[0], "has it left yet"], seen)
    assert texts_of(intent) == {TWO[0], "has it left yet", "from a colleague"}


def test_an_example_that_stays_is_not_written_anew() -> None:
    intent = make_intent()
    ids = set(intent.examples.values_list("id", flat=True))
    save_intent(intent, [*TWO, "has it left yet"], ids)
    assert ids < set(intent.examples.values_list("id", flat=True))


def test_one_example_alone_is_refused_because_it_is_not_learnt() -> None:
    with pytest.raises(TeachingRefused, match="at least 2, or none"):
        make_intent(lines=["only one"])
    assert make_intent(lines=[]).examples.count() == 0


def test_one_text_cannot_teach_two_intents_and_the_other_one_is_named() -> None:
    make_intent()
    with pytest.raises(TeachingRefused, match="already teaches Order status"):
        make_intent("refund", [TWO[0], "my money back"])
    assert not Intent.objects.filter(slug="refund").exists()


def test_a_whole_letter_is_no_example() -> None:
    with pytest.raises(TeachingRefused, match=f"cut it to {LONGEST_EXAMPLE}"):
        make_intent(lines=["where is it", "x" * (LONGEST_EXAMPLE + 1)])


def test_the_intent_that_asks_for_a_person_cannot_be_deleted() -> None:
    intent = make_intent("talk_to_person")
    with pytest.raises(TeachingRefused, match="a person must answer"):
        delete_intent(intent)
    assert Intent.objects.filter(slug="talk_to_person").exists()


def test_the_last_two_examples_of_a_sentiment_stay() -> None:
    assert add_sentiment_examples(["awful", "terrible"], "negative") == 2
    example = SentimentExample.objects.first()
    assert example
    with pytest.raises(TeachingRefused, match="needed to train"):
        remove_sentiment_example(example)
    add_sentiment_examples(["dreadful"], "negative")
    remove_sentiment_example(example)
    assert SentimentExample.objects.count() == 2


def test_one_text_cannot_be_an_example_of_two_sentiments() -> None:
    add_sentiment_examples(["well well"], "neutral")
    with pytest.raises(TeachingRefused, match="already an example of neutral"):
        add_sentiment_examples(["well well"], "positive")
