"""Answers that an agent looks up: found by words, sent once, and remembered as what answered."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.assist.models import Feedback, Prediction, Suggestion
from apps.conversations.actions import receive_message
from apps.conversations.models import Message
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Article, Macro, Passage
from tests.factories import finish_message, make_team
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db

BODY = """The whole fee is in the basket.

## Islands

Ferries carry parcels to the islands twice a week.

## Mountains

Huts get parcels by helicopter."""


@pytest.fixture
def ferries(db: None) -> Article:
    article = Article(slug="remote", title="Remote places", body=BODY)
    save_article(article)
    return article


@pytest.fixture
def apology(db: None) -> Macro:
    macro = Macro(slug="storm", title="Storm", text="Hello {{ contact.first_name }}, ferries wait.")
    save_macro(macro)
    return macro


def look_up(agent: Client, message: Message, search: str) -> str:
    return shown(agent, f"/desk/c/{message.conversation_id}/look-up/?search={search}")


def send(agent: Client, message: Message, text: str, passage: Passage, key: str = "one") -> int:
    form = {"text": text, "key": key, "suggestion": "", "passage": str(passage.id)}
    return agent.post(f"/desk/c/{message.conversation_id}/reply/", form).status_code


def test_macros_and_the_fitting_part_of_articles_are_found_as_one_types(
    agent: Client, message: Message, ferries: Article, apology: Macro
) -> None:
    found = look_up(agent, message, "ferri")
    assert found.index("Storm") < found.index("Remote places")
    assert "Ferries carry parcels to the islands" in found
    assert "Huts get parcels" not in found
    assert "contact’s first name missing" in found
    assert "Huts get parcels" in look_up(agent, message, "helicopter parcels")
    assert "The whole fee" in look_up(agent, message, "remote")


def test_what_has_the_most_words_is_found_first_and_what_has_one_is_found(
    agent: Client, message: Message, ferries: Article, apology: Macro
) -> None:
    assert "Remote places" in look_up(agent, message, "islands shoes")
    save_article(Article(slug="boats", title="Boats", body="Ferries! Ferries and ferries."))
    found = look_up(agent, message, "how do the ferries get to my island")
    assert found.index("Remote places") < found.index("Storm") < found.index("Boats")
    assert "Ferries carry parcels to the islands" in found


def test_signs_without_a_word_find_nothing(
    agent: Client, message: Message, ferries: Article
) -> None:
    for signs in ("%25", "…", "😀", "'"):
        found = look_up(agent, message, signs)
        assert "No article or macro has any of these words." in found
        assert "Remote places" not in found


def test_the_first_that_is_found_is_reached_with_the_tab_key(
    agent: Client, message: Message, ferries: Article, apology: Macro
) -> None:
    found = look_up(agent, message, "ferri")
    assert found.count('class="suggestion"') == 2
    assert found.count('role="group" tabindex="0"') == 1
    assert found.index('tabindex="0"') < found.index("Storm")


def test_drafts_are_not_found_and_what_is_for_agents_is_only_read(
    agent: Client, message: Message, ferries: Article
) -> None:
    ferries.audience = Article.Audience.AGENTS
    save_article(ferries)
    found = look_up(agent, message, "ferries")
    assert "agents only" in found
    assert 'data-do="accept"' not in found
    ferries.status = Article.Status.DRAFT
    save_article(ferries)
    assert "No article or macro has any of these words." in look_up(agent, message, "ferries")


def test_without_words_all_suggestions_are_shown(agent: Client, message: Message) -> None:
    assert "Write a word or two." in look_up(agent, message, "")
    finish_message(message.id)
    assert look_up(agent, message, "").count('class="suggestion"') == 2


def test_what_was_looked_up_is_sent_once_and_known_as_the_answer(
    agent: Client, message: Message, ferries: Article
) -> None:
    prediction = finish_message(message.id)
    passage = Passage.objects.get(article=ferries, text__startswith="Ferries")
    assert send(agent, message, passage.text, passage) == 200
    assert send(agent, message, passage.text, passage) == 200
    suggestion = prediction.suggestions.get(rank=3)
    assert (suggestion.article, suggestion.kind, suggestion.text) == (
        ferries,
        "article",
        passage.text,
    )
    given = Feedback.objects.get()
    assert (given.outcome, given.suggestion) == ("accepted", suggestion)
    sent = Message.objects.get(sender_type="agent")
    assert (sent.text, given.reply) == (passage.text, sent)


def test_a_macro_is_sent_as_the_agent_filled_it_in(
    agent: Client, message: Message, apology: Macro
) -> None:
    prediction = finish_message(message.id)
    passage = Passage.objects.get(macro=apology)
    assert send(agent, message, passage.text, passage) == 409
    assert send(agent, message, "Hello Tom, ferries wait.", passage, key="two") == 200
    given = Feedback.objects.get()
    assert (given.outcome, given.text) == ("edited", "Hello Tom, ferries wait.")
    assert given.suggestion == prediction.suggestions.get(macro=apology, kind="reply")


def test_what_was_suggested_with_these_words_is_not_suggested_twice(
    agent: Client, message: Message, ferries: Article
) -> None:
    suggested = finish_message(message.id).suggestions.get(kind="article")
    passage = Passage.objects.filter(article=ferries).first()
    assert passage is not None
    Suggestion.objects.filter(id=suggested.id).update(article=ferries, text=passage.text)
    send(agent, message, passage.text, passage)
    assert Suggestion.objects.count() == 2
    assert Feedback.objects.get().suggestion == suggested


def test_before_anything_is_understood_it_is_sent_all_the_same(
    agent: Client, message: Message, ferries: Article
) -> None:
    passage = Passage.objects.filter(article=ferries).first()
    assert passage is not None
    assert send(agent, message, passage.text, passage) == 200
    assert Message.objects.filter(sender_type="agent", text=passage.text).exists()
    assert not Prediction.objects.exists()


def test_what_is_withdrawn_meanwhile_is_not_sent_unnoticed_and_is_then_a_reply_of_ones_own(
    agent: Client, message: Message, ferries: Article
) -> None:
    finish_message(message.id)
    passage = Passage.objects.get(article=ferries, text__startswith="Ferries")
    ferries.status = Article.Status.DRAFT
    save_article(ferries)
    assert send(agent, message, passage.text, passage) == 410
    assert not Message.objects.filter(sender_type="agent").exists()
    own = {"text": "By ferry.", "key": "two", "suggestion": "", "passage": ""}
    assert agent.post(f"/desk/c/{message.conversation_id}/reply/", own).status_code == 200
    assert not Feedback.objects.exists()


def test_what_is_for_agents_only_is_never_sent_as_it_is_also_before_anything_is_understood(
    agent: Client, message: Message, ferries: Article
) -> None:
    passage = Passage.objects.get(article=ferries, text__startswith="Ferries")
    ferries.audience = Article.Audience.AGENTS
    save_article(ferries)
    assert send(agent, message, passage.text, passage) == 409
    assert send(agent, message, f" {passage.text}\n", passage, key="two") == 409
    assert not Message.objects.filter(sender_type="agent").exists()
    assert send(agent, message, "A boat brings it.", passage, key="three") == 200


def test_the_answer_to_a_question_not_yet_understood_is_not_credited_to_an_earlier_one(
    agent: Client, message: Message, ferries: Article
) -> None:
    finish_message(message.id)
    receive_message(message.conversation_id, "And to the islands?")
    passage = Passage.objects.get(article=ferries, text__startswith="Ferries")
    assert send(agent, message, passage.text, passage) == 200
    assert Message.objects.filter(sender_type="agent", text=passage.text).exists()
    assert not Feedback.objects.exists()


def test_nothing_is_looked_up_in_a_conversation_of_others(
    agent: Client, message: Message, ferries: Article
) -> None:
    message.conversation.inbox.teams.set([make_team("Abroad")])
    shown(agent, f"/desk/c/{message.conversation_id}/look-up/?search=ferries", status=404)
