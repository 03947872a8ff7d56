"""The cards above the composer: which suggestions they are, how sure, and in whose words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from apps.assist.models import Feedback, Prediction, Suggestion
from apps.conversations.models import Message
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Article, Macro
from apps.learning.models import Intent
from tests.factories import finish_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def prediction(message: Message) -> Prediction:
    """Without suggestions."""
    prediction = finish_message(message.id)
    prediction.suggestions.all().delete()
    return prediction


def suggest(prediction: Prediction, title: str, confidence: float, intent: str) -> Article:
    """An article that answers an intent, as the next suggestion."""
    article = Article(slug=title.lower(), title=title, body=f"All about {title}.")
    save_article(article)
    Intent.objects.get_or_create(slug=intent, title=intent)[0].articles.add(article)
    rank = prediction.suggestions.count() + 1
    fields: dict[str, Any] = {"rank": rank, "kind": "article", "confidence": confidence}
    prediction.suggestions.create(title=title, text=article.body, article=article, **fields)
    return article


def cards(agent: Client, message: Message) -> list[tuple[str, str]]:
    """The title of each card, and how sure it says that it is."""
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    return re.findall(
        r'suggestion-title">([^<]*)<.*?class="confidence \w+" title="(\d+%)"', page, re.DOTALL
    )


def test_a_card_is_as_sure_as_the_better_ones_of_its_matter_leave(
    agent: Client, message: Message, prediction: Prediction
) -> None:
    suggest(prediction, "Returns", 0.9, "return")
    suggest(prediction, "Labels", 0.8, "return")
    suggest(prediction, "Tracking", 0.7, "track")
    assert cards(agent, message) == [("Returns", "90%"), ("Labels", "10%"), ("Tracking", "70%")]
    second = prediction.suggestions.get(rank=2)
    why = agent.get(f"/desk/c/{message.conversation_id}/suggestions/{second.id}/evidence/")
    assert "Confidence 10%: unsure." in why.content.decode()
    Feedback.objects.create(
        message=message, suggestion=prediction.suggestions.get(rank=1), outcome="rejected"
    )
    assert cards(agent, message) == [("Labels", "80%"), ("Tracking", "70%")]


def test_the_last_card_is_about_what_else_may_be_asked(
    agent: Client, message: Message, prediction: Prediction
) -> None:
    for title, intent in (("Returns", "return"), ("Labels", "return"), ("Boxes", "return")):
        suggest(prediction, title, 0.9, intent)
    assert [title for title, _ in cards(agent, message)] == ["Returns", "Labels", "Boxes"]
    suggest(prediction, "Tracking", 0.1, "track")
    assert [title for title, _ in cards(agent, message)] == ["Returns", "Labels", "Tracking"]


def test_why_names_the_intent_that_is_answered_not_the_likeliest(
    agent: Client, message: Message, prediction: Prediction
) -> None:
    prediction.intents = [
        {"label": "return", "confidence": 0.6},
        {"label": "track_order", "confidence": 0.3},
    ]
    prediction.save()
    for title, intent in (("Returns", "return"), ("Tracking", "track_order"), ("Coffee", "advice")):
        article = suggest(prediction, title, 0.5, intent)
        shown = [{"article_id": str(article.id), "title": title}]
        prediction.suggestions.filter(title=title).update(evidence=shown)

    def why(title: str) -> str:
        suggestion = prediction.suggestions.get(title=title)
        page = agent.get(f"/desk/c/{message.conversation_id}/suggestions/{suggestion.id}/evidence/")
        found = re.search(r"The message ([^.]*)\.", page.content.decode())
        return found[1] if found else ""

    assert why("Returns") == "reads like “return” (60%)"
    assert why("Tracking") == "also reads like “track order”"
    assert why("Coffee") == "reads like “return” (60%)"


def test_what_was_edited_since_is_suggested_and_sent_in_its_new_words(
    agent: Client, message: Message, prediction: Prediction
) -> None:
    article = suggest(prediction, "Returns", 0.9, "return")
    article.body = "# Packing\n\nUse a box.\n\n# Time\n\nAll about Returns within 14 days."
    save_article(article)
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    assert "<template>All about Returns within 14 days.</template>" in page
    assert "All about Returns.<" not in page
    form = {"text": "All about Returns within 14 days.", "key": "one"}
    suggestion = prediction.suggestions.get()
    agent.post(
        f"/desk/c/{message.conversation_id}/reply/", {**form, "suggestion": str(suggestion.id)}
    )
    assert Feedback.objects.get().outcome == "accepted"


def test_a_macro_that_was_edited_since_is_suggested_as_it_is_now(
    agent: Client, message: Message, prediction: Prediction, macro: Macro
) -> None:
    Suggestion.objects.create(
        prediction=prediction,
        rank=1,
        kind="reply",
        title=macro.title,
        text=macro.text,
        confidence=0.9,
        macro=macro,
    )
    macro.text = "At your service."
    save_macro(macro)
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    assert "<template>At your service.</template>" in page
