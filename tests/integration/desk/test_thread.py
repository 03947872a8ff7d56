"""A conversation as the desk shows it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Agent
from apps.assist.models import Prediction, Suggestion
from apps.conversations.actions import receive_message, start_conversation
from apps.conversations.handling import assign, resolve, write_note
from apps.conversations.models import Contact, Conversation, Message
from apps.conversations.snoozing import snooze
from apps.knowledge.models import Action, Article, Passage
from tests.factories import finish_message, make_inbox, make_message, make_suggestion

pytestmark = pytest.mark.django_db


def opened(agent: Client, message: Message, **headers: str) -> str:
    return agent.get(f"/desk/c/{message.conversation_id}/", headers=headers).content.decode()


def test_messages_notes_and_what_was_done_stand_in_the_order_of_time(
    agent: Client, alice: Agent
) -> None:
    message = make_message("Where is it?")
    finish_message(message.id, "auto_reply", reply_text="On its way.")
    write_note(message.conversation_id, alice, "Ask the carrier.")
    assign(message.conversation_id, by=alice, agent=alice)
    receive_message(message.conversation_id, "Still nothing!")
    page = opened(agent, message)
    said = (
        "Where is it?",
        "On its way.",
        "Ask the carrier.",
        "took this",
        "Still nothing!",
    )
    entries = page[page.index('data-part="entries"') :]
    places = [entries.index(each) for each in said]
    assert places == sorted(places)
    assert "Bot" in entries


def test_an_answer_stands_below_its_question_whatever_their_clocks_say(agent: Client) -> None:
    message = make_message("Where is it?")
    finish_message(message.id, "auto_reply", reply_text="On its way.")
    later = timezone.now() + timedelta(seconds=2)
    Message.objects.filter(id=message.id).update(created_at=later)
    page = opened(agent, message)
    entries = page[page.index('data-part="entries"') :]
    assert entries.index("Where is it?") < entries.index("On its way.")


def test_what_was_mentioned_in_any_message_stands_beside_the_thread(agent: Client) -> None:
    first = make_message("FL-10 is not here.")
    finish_message(first.id)
    later = finish_message(receive_message(first.conversation_id, "FL-11 neither.").id)
    number = {"label": "order_number", "start": 0, "end": 5, "value": "FL-11"}
    Prediction.objects.filter(id=later.id).update(entities=[number])
    page = opened(agent, first)
    mentioned = page[page.index("<h3>Mentioned</h3>") :].partition("</dl>")[0]
    assert re.findall(r'<bdi dir="auto">(.*?)</bdi>', mentioned) == ["FL-11", "FL-10"]


def test_a_page_that_has_the_list_gets_the_conversation_alone(agent: Client) -> None:
    message = make_message()
    assert "data-row-list" in opened(agent, message)
    assert "data-row-list" not in opened(agent, message, **{"X-Desk": "1"})


def test_suggestions_say_how_sure_they_are_and_why(agent: Client) -> None:
    message = make_message()
    prediction = finish_message(message.id)
    suggestion = prediction.suggestions.get(rank=1)
    Suggestion.objects.filter(id=suggestion.id).update(confidence=0.91)
    article = suggestion.article
    assert article is not None
    Passage.objects.create(article=article, position=0, title="Tracking", text="Not this.")
    Passage.objects.create(article=article, position=1, title="Tracking", text=suggestion.text)
    page = opened(agent, message)
    assert 'title="91%"' in page
    assert ">sure" in page.replace("\n", "").replace("</meter>", "</meter>>")
    (why,) = re.findall(rf'data-url="([^"]+{suggestion.id}/evidence/)"', page)
    evidence = agent.get(why).content.decode()
    assert f"<mark>{suggestion.text}</mark>" in evidence
    assert "<mark>Not this." not in evidence
    assert "track order" in evidence
    assert "answers it" not in evidence, "whether it does is what the confidence says"


def test_at_most_three_suggestions_are_shown_and_actions_stand_beside(agent: Client) -> None:
    message = make_message()
    prediction = finish_message(message.id)
    for rank in (3, 4, 5):
        make_suggestion(prediction, rank, "reply")
    assert opened(agent, message).count('class="suggestion"') == 3


def test_an_action_that_is_suggested_is_not_among_the_others(agent: Client) -> None:
    message = make_message()
    action = Action.objects.create(slug="close", title="Close it", effect="close")
    suggestion = make_suggestion(finish_message(message.id), 3, "action")
    assert opened(agent, message).count("Close it") == 1
    Suggestion.objects.filter(id=suggestion.id).update(action=action, title="Close it")
    page = opened(agent, message)
    assert page.count("Close it") == 1
    assert "There are no actions yet" not in page


def test_once_answered_nothing_is_suggested_any_more(agent: Client, alice: Agent) -> None:
    message = make_message()
    finish_message(message.id)
    resolve(message.conversation_id, alice)
    assert 'class="suggestion"' not in opened(agent, message)


def test_what_is_known_is_filled_in_and_what_is_missing_is_marked(agent: Client) -> None:
    message = make_message()
    Contact.objects.update(name="Nora Lindqvist")
    prediction = finish_message(message.id)
    prediction.entities = []
    prediction.save()
    prediction.suggestions.filter(rank=1).update(
        text="Hello {{ contact.first_name }}, about {{ order_number }}"
    )
    page = opened(agent, message)
    assert "Hello Nora, about {{ order_number }}" in page
    assert "order number missing" in page


def test_the_context_shows_the_contact_entities_and_earlier_conversations(agent: Client) -> None:
    inbox = make_inbox()
    earlier = start_conversation(inbox, external_id="c-7", name="Nora", email="nora@example.com")
    receive_message(earlier.id, "My kettle drips")
    now = start_conversation(inbox, external_id="c-7")
    message = receive_message(now.id, "FL-10 where is it?")
    finish_message(message.id)
    context = opened(agent, message)
    context = context[context.index('data-part="context"') :]
    for shown in ("nora@example.com", "c-7", "My kettle drips", "track order", "90%"):
        assert shown in context, shown
    assert '<bdi dir="auto">FL-10</bdi>' in context


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("he", "Hebrew"), ("und", "not sure"), ("xx", "xx")]
)
def test_a_language_is_called_by_its_name(agent: Client, code: str, name: str) -> None:
    message = make_message()
    Prediction.objects.filter(id=finish_message(message.id).id).update(language=code)
    assert f"<dt>Language</dt><dd>{name} " in opened(agent, message)


def test_another_inboxs_conversations_of_a_contact_are_not_its_history(agent: Client) -> None:
    first, second = make_inbox("one"), make_inbox("two")
    elsewhere = start_conversation(first, external_id="c-7")
    receive_message(elsewhere.id, "Said elsewhere")
    here = start_conversation(second, external_id="c-7")
    message = receive_message(here.id, "Said here")
    shown = opened(agent, message, **{"X-Desk": "1"})
    assert "Said elsewhere" not in shown


def test_a_very_long_conversation_shows_its_newest_and_leads_to_the_rest(agent: Client) -> None:
    message = make_message("The very first")
    Message.objects.bulk_create(
        Message(
            conversation_id=message.conversation_id,
            sequence=sequence,
            direction="incoming",
            sender_type="contact",
            text=f"Number {sequence}.",
        )
        for sequence in range(2, 204)
    )
    page = opened(agent, message, **{"X-Desk": "1"})
    assert "Show 3 earlier messages" in page
    assert "The very first" not in page
    path = f"/desk/c/{message.conversation_id}/?all"
    assert "The very first" in agent.get(path, headers={"X-Desk": "1"}).content.decode()


def test_a_message_that_is_longer_than_a_page_is_folded_to_its_beginning(agent: Client) -> None:
    message = make_message("\n".join(f"line {number};" for number in range(7000))[:8000])
    page = opened(agent, message)
    entries = page[page.index('data-part="entries"') :]
    assert re.search(r"<summary>[^/]+line 11; …</span></summary>", entries)
    assert "line 500;" in entries
    assert "<summary>" not in opened(agent, make_message("line\n" * 40)).split("entries")[1]
    blank = opened(agent, make_message("\n" * 3000 + "Hello"))
    assert re.search(r"<summary>[^/]+Hello …</span></summary>", blank)


def test_snoozed_says_until_when(agent: Client, alice: Agent) -> None:
    message = make_message()
    snooze(message.conversation_id, timezone.now() + timedelta(hours=2), alice)
    page = opened(agent, message)
    assert "Snoozed until" in page
    assert Conversation.objects.get(id=message.conversation_id).status == "snoozed"


def test_suggestions_stay_until_newer_ones_are_there(agent: Client) -> None:
    message = make_message()
    finish_message(message.id)
    newer = receive_message(message.conversation_id, "Hello?")
    assert 'class="suggestion"' in opened(agent, message)
    suggested = finish_message(newer.id).suggestions.get(rank=1)
    assert f'id="s-{suggested.id}"' in opened(agent, message)


def test_a_card_names_the_placeholders_that_its_article_says_itself(agent: Client) -> None:
    message = make_message()
    suggestion = finish_message(message.id).suggestions.get(rank=1)
    Suggestion.objects.filter(id=suggestion.id).update(text="Put <EMAIL> there, <NAME>.")
    Article.objects.update(body="Put <EMAIL> there.")
    assert 'data-said="&lt;EMAIL&gt;"' in opened(agent, message)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("See https://shop.example/a?b=1&c=2.", ["https://shop.example/a?b=1&amp;c=2"]),
        (
            "(HTTP://shop.example/x), https://y.example!",
            ["HTTP://shop.example/x", "https://y.example"],
        ),
        ("javascript:alert(1) https:// shop.example a@shop.example", []),
        ('https://x.example/"><script>', ["https://x.example/"]),
    ],
)
def test_an_address_of_ours_is_a_link_and_a_strangers_is_not(
    agent: Client, alice: Agent, said: str, shown: list[str]
) -> None:
    message = make_message(said)
    link = re.compile('<a href="([^"]*)" target="_blank" rel="noopener noreferrer">([^<]*)</a>')
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    assert link.findall(page) == []
    write_note(message.conversation_id, alice, said)
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    assert link.findall(page) == [(each, each) for each in shown]
    assert "<script>" not in page.partition("bubble said")[2]
