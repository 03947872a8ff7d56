"""What is stored of a customer, as a copy for them, and erased when they ask for that."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from apps.accounts.models import Agent
from apps.assist.actions import rate_message
from apps.assist.models import Feedback, Prediction, Suggestion
from apps.conversations.actions import send_reply, start_conversation
from apps.conversations.handling import add_tag, resolve, write_note
from apps.conversations.models import Contact, Conversation, Message, Note
from apps.dispatch.models import Event
from apps.knowledge.models import Passage, SolvedQuestion
from tests.factories import finish_message, make_message, reply_to
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(message: Message, alice: Agent) -> Message:
    """A conversation with everything that can be in one."""
    finish_message(message.id)
    rate_message(reply_to(message, "Look here."), "down", comment="I did look")
    send_reply(message.conversation_id, alice, "It left today.")
    write_note(message.conversation_id, alice, "Lives on an island.")
    add_tag(message.conversation_id, "island", alice)
    resolve(message.conversation_id, alice)
    solved = SolvedQuestion.objects.create(
        inbox=message.conversation.inbox, conversation=message.conversation, message=message
    )
    Passage.objects.create(solved_question=solved, position=0, text=message.text)
    return message


def test_a_supervisor_gets_a_copy_of_all_that_is_stored(supervisor: Client, said: Message) -> None:
    Contact.objects.update(name="Jo Miller", email="jo@example.com")
    response = supervisor.get(f"/desk/c/{said.conversation_id}/personal-data/")
    assert 'filename="jo-miller.json"' in response["Content-Disposition"]
    copy = json.loads(response.content)
    assert (copy["name"], copy["email"]) == ("Jo Miller", "jo@example.com")
    (conversation,) = copy["conversations"]
    assert conversation["tags"] == ["island"]
    assert [each["text"] for each in conversation["notes"]] == ["Lives on an island."]
    messages = {each["text"]: each for each in conversation["messages"]}
    assert messages[said.text]["from"] == "contact"
    assert messages["It left today."]["agent"] == "Alice"
    rated = messages["Look here."]
    assert (rated["rating"], rated["comment"]) == ("down", "I did look")


def test_a_supervisor_erases_a_customer_after_a_question(
    supervisor: Client, bob: Agent, said: Message
) -> None:
    other = make_message("Do you sell tents?")
    finish_message(other.id)
    path = f"/desk/c/{said.conversation_id}/erase/"
    question = shown(supervisor, path)
    assert "Erase everything about “Visitor”?" in question
    assert Contact.objects.count() == 2
    assert "is erased" in shown(supervisor, path, {})
    assert list(Contact.objects.all()) == [other.conversation.contact]
    assert list(Conversation.objects.all()) == [other.conversation]
    assert list(Message.objects.all()) == [other]
    assert Prediction.objects.count() == 1
    assert Suggestion.objects.count() == 2
    for table in (Note, Feedback, SolvedQuestion, Passage):
        assert not table.objects.exists()
    told = Event.objects.get(kind="conversation.erased")
    assert (told.conversation_id, told.data["by"]) == (said.conversation_id, str(bob.id))
    shown(supervisor, path, status=404)


def test_others_who_gave_the_same_address_are_counted_and_stay(
    supervisor: Client, said: Message
) -> None:
    path = f"/desk/c/{said.conversation_id}/erase/"
    contact = said.conversation.contact
    again = start_conversation(contact.inbox).contact
    assert "same address" not in shown(supervisor, path)
    Contact.objects.filter(id=contact.id).update(email="jo@example.com")
    Contact.objects.filter(id=again.id).update(email="Jo@Example.com")
    assert "1 with the same address stay" in shown(supervisor, path)
    shown(supervisor, path, {})
    assert list(Contact.objects.all()) == [again]


def test_agents_neither_copy_nor_erase(agent: Client, said: Message) -> None:
    page = shown(agent, f"/desk/c/{said.conversation_id}/")
    for act in ("personal-data", "erase"):
        path = f"/desk/c/{said.conversation_id}/{act}/"
        assert path not in page
        shown(agent, path, status=403)
    shown(agent, path, {}, status=403)
    assert Message.objects.filter(id=said.id).exists()
