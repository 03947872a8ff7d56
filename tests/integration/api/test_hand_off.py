"""Talk to a person: one call, and a human has the conversation."""

from __future__ import annotations

from uuid import UUID

import pytest

from apps.conversations.models import Conversation, Inbox, Message
from apps.dispatch.models import Event
from tests.factories import finish_message
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(contact: ContactCaller) -> str:
    return f"/conversations/{contact.conversation_id}"


def test_asking_for_a_person_hands_over_and_says_so_at_once(
    contact: ContactCaller, address: str
) -> None:
    Inbox.objects.update(hand_off_text="A colleague will answer here.")
    before = contact.get(address).json()
    assert before == {"id": str(contact.conversation_id), "status": "open", "handed_off": False}
    response = contact.post(f"{address}/hand-off", {})
    assert response.status_code == 200
    assert response.json()["handed_off"] is True
    assert contact.get(address).json() == response.json()
    said = contact.get(contact.path).json()["items"]
    assert [(each["sender_type"], each["text"]) for each in said] == [
        ("system", "A colleague will answer here.")
    ]
    assert Event.objects.filter(kind="conversation.handed_off").count() == 1


def test_asking_twice_announces_it_once(contact: ContactCaller, address: str) -> None:
    Inbox.objects.update(hand_off_text="A colleague will answer here.")
    for _ in range(2):
        assert contact.post(f"{address}/hand-off", {}).status_code == 200
    assert Message.objects.count() == 1


def test_asking_again_later_opens_a_conversation_that_was_closed(
    contact: ContactCaller, address: str
) -> None:
    contact.post(f"{address}/hand-off", {})
    Conversation.objects.update(status="resolved")
    assert contact.post(f"{address}/hand-off", {}).json()["status"] == "open"


def test_a_snoozed_conversation_is_open_to_its_contact_and_snoozed_to_agents(
    contact: ContactCaller, address: str, agent: Caller
) -> None:
    Conversation.objects.update(status="snoozed")
    assert contact.get(address).json()["status"] == "open"
    assert agent.get(address).json()["status"] == "snoozed"


@pytest.fixture
def answer(contact: ContactCaller) -> Message:
    """What the bot said to the contact."""
    Inbox.objects.update(hand_off_text="A colleague will answer here.")
    asked = contact.write("Where is my parcel?").json()["id"]
    finish_message(UUID(asked), "auto_reply", "Follow the link in our e-mail.")
    return Message.objects.get(sender_type="bot")


def test_a_thumb_down_on_the_bots_answer_fetches_a_person_and_says_so_once(
    contact: ContactCaller, address: str, answer: Message
) -> None:
    for rating in ("down", "up", "down"):
        contact.post(f"/messages/{answer.id}/feedback", {"rating": rating})
    state = contact.get(address).json()
    assert (state["status"], state["handed_off"]) == ("open", True)
    said = contact.get(contact.path).json()["items"]
    assert [each["text"] for each in said if each["sender_type"] == "system"] == [
        "A colleague will answer here."
    ]
    told = Event.objects.get(kind="conversation.handed_off")
    assert told.data == {"cause": "unhelpful"}


def test_a_thumb_down_opens_what_was_resolved_after_the_bots_answer(
    contact: ContactCaller, address: str, answer: Message
) -> None:
    Conversation.objects.update(status="resolved")
    contact.post(f"/messages/{answer.id}/feedback", {"rating": "down"})
    assert contact.get(address).json()["status"] == "open"


def test_a_thumb_fetches_nobody_where_it_is_up_or_a_person_has_spoken(
    contact: ContactCaller, address: str, agent: Caller, answer: Message
) -> None:
    contact.post(f"/messages/{answer.id}/feedback", {"rating": "up"})
    assert contact.get(address).json()["handed_off"] is False
    spoken = agent.post(contact.path, {"text": "Let me look."}).json()["id"]
    for message_id in (answer.id, spoken):
        contact.post(f"/messages/{message_id}/feedback", {"rating": "down"})
    assert contact.get(address).json()["handed_off"] is False


def test_only_the_contact_of_the_conversation_asks_for_a_person(
    address: str, agent: Caller
) -> None:
    stranger = ContactCaller()
    assert_problem(stranger.post(f"{address}/hand-off", {}), 404)
    assert_problem(stranger.get(address), 404)
    assert_problem(agent.post(f"{address}/hand-off", {}), 403)
    assert_problem(Caller().post(f"{address}/hand-off", {}), 401)
    assert agent.get(address).json()["handed_off"] is False


def test_a_conversation_that_is_gone_cannot_be_handed_over(
    contact: ContactCaller, address: str
) -> None:
    Conversation.objects.all().delete()
    assert_problem(contact.post(f"{address}/hand-off", {}), 404)
    assert_problem(contact.get(address), 404)
