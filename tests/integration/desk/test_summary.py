"""Who takes a conversation over reads in a moment what it is about."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Agent, Team
from apps.assist.actions import rate_message
from apps.assist.models import Prediction
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.kinds import hand_off_failed_message
from apps.conversations.models import Conversation, Inbox, Message
from apps.conversations.person_requests import request_person
from apps.learning.models import Intent
from tests.factories import finish_message, reply_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(message: Message) -> Conversation:
    """The bot has answered; the contact is not helped, and asks for a person."""
    Intent.objects.create(slug="track_order", title="Where is my order")
    finish_message(message.id)
    reply_to(message, "Follow the link in our e-mail.")
    second = receive_message(message.conversation_id, "That link is dead!")
    finish_message(second.id)
    Prediction.objects.filter(message=second).update(sentiment_score=-0.7)
    return request_person(message.conversation_id)


def read(agent: Client, conversation: Conversation) -> str:
    page = agent.get(f"/desk/c/{conversation.id}/").content.decode()
    start = page.index('data-part="summary"')
    return page[start : page.index("</section>", start)]


def test_a_summary_says_what_was_wanted_said_and_answered(
    agent: Client, handed_over: Conversation
) -> None:
    summary = read(agent, handed_over)
    for words in (
        "Waits for a person",
        "pressed the button for a person",
        "Where is my order",
        "Where is my parcel?",
        "That link is dead!",
        "Follow the link in our e-mail.",
        "upset, worse than at first",
    ):
        assert words in summary


def test_a_thumb_down_is_the_reason_that_thread_and_summary_give(
    agent: Client, message: Message
) -> None:
    finish_message(message.id)
    rate_message(reply_to(message, "Follow the link in our e-mail."), "down")
    assert "The contact said that the bot&#x27;s answer did not help." in read(
        agent, message.conversation
    )
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    assert "Handed to a person because the contact said that the bot" in page


def test_a_summary_is_gone_once_an_agent_has_answered(
    agent: Client, handed_over: Conversation, alice: Agent
) -> None:
    send_reply(handed_over.id, alice, "I am on it.")
    assert "Waits for a person" not in read(agent, handed_over)


def test_what_was_never_handed_over_has_no_summary(agent: Client, message: Message) -> None:
    assert "Waits for a person" not in read(agent, message.conversation)


def test_a_message_that_failed_is_handed_over_with_its_reason(
    agent: Client, message: Message
) -> None:
    hand_off_failed_message(message.id)
    assert "Waits for a person" in read(agent, message.conversation)


def test_what_the_bot_handed_over_waits_in_a_list_of_its_own_until_somebody_has_it(
    agent: Client, handed_over: Conversation, alice: Agent
) -> None:
    path = "/desk/list/?whose=person"
    assert f"row-{handed_over.id}" in agent.get(path).content.decode()
    agent.post(f"/desk/c/{handed_over.id}/assign/", {"to": f"agent:{alice.id}"})
    assert f"row-{handed_over.id}" not in agent.get(path).content.decode()


@pytest.mark.parametrize("teams", [0, 1, 2])
def test_a_hand_off_belongs_to_the_only_team_of_its_inbox(message: Message, teams: int) -> None:
    named = [Team.objects.create(name=f"Team {number}") for number in range(teams)]
    Inbox.objects.get().teams.set(named)
    conversation = request_person(message.conversation_id)
    assert conversation.assigned_team == (named[0] if teams == 1 else None)
