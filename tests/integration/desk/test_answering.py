"""Replies and notes, suggestions accepted, edited and rejected: each once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role
from apps.assist.models import Feedback, Prediction, Suggestion
from apps.conversations.actions import receive_message
from apps.conversations.listing.filtering import ConversationFilter
from apps.conversations.models import Conversation, Message, Note
from apps.conversations.queries import list_rows
from apps.knowledge.models import Action, Article, Macro
from tests.factories import finish_message
from tests.integration.staff import hire

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(message: Message) -> Suggestion:
    return finish_message(message.id).suggestions.get(rank=1)


def write(agent: Client, message: Message, kind: str, text: str, **fields: str) -> Response:
    form = {"text": text, "key": "one", **fields}
    return agent.post(f"/desk/c/{message.conversation_id}/{kind}/", form)


def replies(conversation_id: UUID) -> list[Message]:
    return list(Message.objects.filter(conversation=conversation_id, sender_type="agent"))


def test_a_reply_is_sent_and_shown_as_the_agents(
    agent: Client, alice: Agent, message: Message
) -> None:
    response = write(agent, message, "reply", "It left today.")
    assert response.status_code == 200
    assert "It left today." in response.content.decode()
    (sent,) = replies(message.conversation_id)
    assert (sent.text, sent.agent) == ("It left today.", alice)
    assert Conversation.objects.get().status == "waiting"


@pytest.mark.parametrize("by", ["hand", "suggestion", "macro"])
def test_what_came_while_the_agent_wrote_is_still_to_be_answered(
    agent: Client, message: Message, macro: Macro, suggestion: Suggestion, by: str
) -> None:
    late = receive_message(message.conversation_id, "Or can I cancel it?")
    if by == "macro":
        action = Action.objects.create(
            slug="a", title="A", effect="send_macro", parameters={"macro": macro.slug}
        )
        press = {"key": "k" * 16, "last_seen": "1"}
        agent.post(f"/desk/c/{message.conversation_id}/actions/{action.id}/perform/", press)
    else:
        used = {"suggestion": str(suggestion.id)} if by == "suggestion" else {}
        write(agent, message, "reply", "It left today.", seen="1", **used)
    assert len(replies(message.conversation_id)) == 1
    found = Conversation.objects.get()
    assert (found.status, found.answered_sequence) == ("open", 1)
    (row,) = list_rows(ConversationFilter(), hire(Role.SUPERVISOR)).rows
    assert (row.waiting_since, row.unread) == (late.created_at, 1)
    write(agent, message, "reply", "You can.", seen="3", key="two")
    assert Conversation.objects.get().status == "waiting"
    write(agent, message, "reply", "As a colleague wrote, it left.", seen="1", key="three")
    found = Conversation.objects.get()
    assert (found.status, found.answered_sequence) == ("waiting", 5)


def test_a_colleague_sees_who_is_writing_until_it_is_sent(
    agent: Client, alice: Agent, message: Message, supervisor: Client
) -> None:
    path = f"/desk/c/{message.conversation_id}/"
    agent.post(f"{path}typing/")
    for browser, sees in ((supervisor, True), (agent, False)):
        assert ("is writing a reply" in browser.get(path).content.decode()) is sees
    write(agent, message, "reply", "It left today.")
    assert "is writing a reply" not in supervisor.get(path).content.decode()


def test_what_is_for_agents_only_is_shown_to_be_read_and_cannot_be_put_into_a_reply(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    path = f"/desk/c/{message.conversation_id}/"
    assert agent.get(path).content.decode().count('data-do="accept"') == 2
    Article.objects.update(audience=Article.Audience.AGENTS)
    page = agent.get(path).content.decode()
    assert page.count('data-do="accept"') == page.count("<template>") == 1
    assert '<span class="tag">agents only</span>' in page
    internal = suggestion.prediction.suggestions.get(kind="article")
    refused = write(agent, message, "reply", internal.text, suggestion=str(internal.id))
    assert "for agents only" in refused.content.decode()
    assert replies(message.conversation_id) == []


def test_a_retry_with_the_same_key_sends_once(agent: Client, message: Message) -> None:
    first = write(agent, message, "reply", "It left today.")
    again = write(agent, message, "reply", "It left today.")
    assert first.content == again.content
    assert len(replies(message.conversation_id)) == 1


def test_a_key_that_was_used_for_other_words_is_refused(agent: Client, message: Message) -> None:
    write(agent, message, "reply", "It left today.")
    assert write(agent, message, "reply", "Something else").status_code == 409
    assert len(replies(message.conversation_id)) == 1


def test_an_empty_or_endless_reply_says_what_is_wrong(agent: Client, message: Message) -> None:
    for text in ("", "   ", "x" * 8001):
        refused = write(agent, message, "reply", text)
        assert refused.status_code == 409
        assert "at most 8000" in refused.content.decode()
    assert not replies(message.conversation_id)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Your order {{ order_number }} left.",
            "Fill in {{ order_number }}, or take it out, before you send this.",
        ),
        ("Your size is {{ shoe }}.", "Fill in {{ shoe }}, or take it out"),
        ("Dear <NAME>, <ORDER_NUMBER> left.", "Put words in place of <NAME>, <ORDER_NUMBER>"),
    ],
)
def test_a_gap_cannot_be_sent_wherever_the_words_came_from(
    agent: Client, message: Message, suggestion: Suggestion, text: str, sentence: str
) -> None:
    Suggestion.objects.filter(id=suggestion.id).update(text="Dear <NAME>, it left.")
    Prediction.objects.update(entities=[])
    for named in ("", str(suggestion.id)):
        refused = write(agent, message, "reply", text, suggestion=named)
        assert refused.status_code == 409
        assert sentence in refused.content.decode()
    assert not replies(message.conversation_id)


def test_what_is_meant_to_be_read_is_sent_as_it_is_written(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    text = "Write {{ contact.name }} or <EMAIL>, and close each {{."
    for named in ("", str(suggestion.id)):
        sent = write(
            agent, message, "reply", text, key=f"key {named}", suggestion=named, as_written="on"
        )
        assert sent.status_code == 200
    assert [each.text for each in replies(message.conversation_id)] == [text, text]


def test_what_a_person_writes_in_brackets_is_no_gap(agent: Client, message: Message) -> None:
    text = "Press <ENTER>, then write { colour } in <TITLE>."
    assert write(agent, message, "reply", text).status_code == 200
    assert [each.text for each in replies(message.conversation_id)] == [text]


def test_an_accepted_suggestion_is_sent_and_recorded(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    write(agent, message, "reply", suggestion.text, suggestion=str(suggestion.id))
    (sent,) = replies(message.conversation_id)
    given = Feedback.objects.get()
    assert sent.text == suggestion.text
    assert (given.outcome, given.suggestion, given.reply) == ("accepted", suggestion, sent)


def test_an_edited_suggestion_is_recorded_with_its_words(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    write(agent, message, "reply", "In my own words.", suggestion=str(suggestion.id))
    given = Feedback.objects.get()
    assert (given.outcome, given.text) == ("edited", "In my own words.")
    assert len(replies(message.conversation_id)) == 1


def test_a_suggestion_is_sent_once_whatever_key_it_comes_with(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    for key in ("one", "two"):
        write(agent, message, "reply", suggestion.text, key=key, suggestion=str(suggestion.id))
    assert len(replies(message.conversation_id)) == 1


def test_whoever_comes_second_with_other_words_keeps_them_and_is_told(
    agent: Client, supervisor: Client, message: Message, suggestion: Suggestion
) -> None:
    write(agent, message, "reply", suggestion.text, suggestion=str(suggestion.id))
    later = write(supervisor, message, "reply", "My own words.", suggestion=str(suggestion.id))
    assert later.status_code == 410
    assert "Alice has already sent this suggestion, in other words." in later.content.decode()
    assert write(supervisor, message, "reply", "My own words.", key="two").status_code == 200
    sent = [reply.text for reply in replies(message.conversation_id)]
    assert sent == [suggestion.text, "My own words."]


def test_a_rejected_suggestion_is_recorded_and_does_not_come_back(
    agent: Client, message: Message, suggestion: Suggestion
) -> None:
    path = f"/desk/c/{message.conversation_id}/"
    assert agent.post(f"{path}suggestions/{suggestion.id}/reject/").status_code == 204
    assert Feedback.objects.get().outcome == "rejected"
    page = agent.get(path).content.decode()
    assert f"s-{suggestion.id}" not in page
    assert page.count('class="suggestion"') == 1


def test_a_note_is_for_colleagues_and_written_once(
    agent: Client, alice: Agent, message: Message
) -> None:
    for _ in range(2):
        response = write(agent, message, "note", "Ask the carrier.")
    assert "entry note" in response.content.decode()
    note = Note.objects.get()
    assert (note.text, note.agent) == ("Ask the carrier.", alice)
    assert Message.objects.count() == 1
