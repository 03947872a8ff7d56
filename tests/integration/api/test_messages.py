"""Messages as contacts and agents see them."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import ApiToken, Role, Team
from apps.conversations.models import Inbox, Message
from apps.dispatch.models import Event, Work
from tests.factories import finish_message, make_inbox, make_message
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

pytestmark = pytest.mark.django_db

SHOWN_TO_CONTACTS = {
    "id",
    "conversation_id",
    "direction",
    "sender_type",
    "text",
    "status",
    "created_at",
    "decision",
    "reply",
}


def test_a_message_is_accepted_with_its_work_and_its_event(contact: ContactCaller) -> None:
    response = contact.write("Where is my parcel?", traceparent=f"00-{'ab' * 16}-{'cd' * 8}-01")
    assert response.status_code == 202
    message = response.json()
    assert response.headers["Location"] == f"/api/v1/messages/{message['id']}"
    assert set(message) == SHOWN_TO_CONTACTS
    assert (message["status"], message["direction"]) == ("pending", "incoming")
    assert (message["sender_type"], message["text"]) == ("contact", "Where is my parcel?")
    assert (message["decision"], message["reply"]) == (None, None)
    assert UUID(message["id"]).version == 7
    work = Work.objects.get(kind="message", subject_id=message["id"])
    assert str(work.traceparent).startswith(f"00-{'ab' * 16}-")
    assert Event.objects.filter(kind="message.received", message_id=message["id"]).count() == 1
    assert contact.get(f"/messages/{message['id']}").json() == message


def test_a_message_stays_accepted_when_the_database_goes_away_while_its_writer_waits(
    contact: ContactCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose_connection(*_: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("apps.widget.messages.wait_until_finished", lose_connection)
    response = contact.write("Where is my parcel?", Prefer="wait=5")
    assert (response.status_code, response.json()["status"]) == (202, "pending")
    assert response.headers["Location"] == f"/api/v1/messages/{Message.objects.get().id}"


@pytest.mark.django_db(transaction=True)
def test_a_message_stays_accepted_when_the_database_goes_away_before_anybody_is_woken(
    contact: ContactCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "SELECT %s, pg_terminate_backend(pg_backend_pid())"
    monkeypatch.setattr("apps.dispatch.hints._NOTIFY", gone)
    response = contact.write("Where is my parcel?")
    connection.close()
    assert (response.status_code, Message.objects.count()) == (202, 1)


def test_a_contact_sees_the_answer_but_never_what_the_models_thought(
    contact: ContactCaller,
) -> None:
    message_id = contact.write("Where is my parcel?").json()["id"]
    finish_message(UUID(message_id), "auto_reply", reply_text="It is on its way.")
    message = contact.get(f"/messages/{message_id}").json()
    assert set(message) == SHOWN_TO_CONTACTS
    assert set(message["reply"]) == SHOWN_TO_CONTACTS | {"source"}
    assert (message["status"], message["decision"]) == ("done", "auto_reply")
    reply = message["reply"]
    assert (reply["text"], reply["sender_type"]) == ("It is on its way.", "bot")
    assert (reply["status"], reply["reply"]) == ("done", None)


def test_an_agent_sees_prediction_and_suggestions(contact: ContactCaller, agent: Caller) -> None:
    message_id = contact.write("Where is my parcel?").json()["id"]
    pending = agent.get(f"/messages/{message_id}").json()
    assert (pending["prediction"], pending["suggestions"]) == (None, [])
    finish_message(UUID(message_id))
    message = agent.get(f"/messages/{message_id}").json()
    assert message["prediction"] == {
        "language": {"label": "en", "confidence": 0.98},
        "intent": {"label": "track_order", "confidence": 0.9},
        "sentiment": {"label": "neutral", "score": -0.1},
        "entities": [
            {"label": "order_number", "text": "Where", "start": 0, "end": 5, "value": "WHERE"}
        ],
        "model_version": "test-1",
        "timings_ms": {"preprocessing": 1.5, "inference": 20.0, "recommendation": 4.0},
    }
    assert [each["kind"] for each in message["suggestions"]] == ["reply", "article"]
    suggestion = message["suggestions"][0]
    named = {"id", "kind", "title", "text", "confidence", "evidence", "is_internal"}
    assert set(suggestion) == named
    assert suggestion["is_internal"] is False
    assert suggestion["evidence"][0]["title"] == "Tracking"


def test_a_superseded_message_names_the_one_that_carries_its_turn(contact: ContactCaller) -> None:
    earlier = contact.write("Hello").json()["id"]
    later = contact.write("Where is my parcel?").json()["id"]
    message = contact.get(f"/messages/{earlier}").json()
    assert (message["status"], message["superseded_by"]) == ("superseded", later)


def test_a_conversation_is_read_page_by_page_oldest_first(contact: ContactCaller) -> None:
    texts = [f"Message {number}" for number in range(5)]
    for text in texts:
        contact.write(text)
    page = contact.get(f"{contact.path}?limit=2").json()
    seen = page["items"]
    while page["next"]:
        page = contact.get(f"{contact.path}?limit=2&after={page['next']}").json()
        assert 1 <= len(page["items"]) <= 2
        seen += page["items"]
    assert [message["text"] for message in seen] == texts


def test_a_page_costs_the_same_queries_however_long_it_is(
    contact: ContactCaller, agent: Caller
) -> None:
    for number in range(3):
        message_id = UUID(contact.write(f"Message {number}").json()["id"])
        finish_message(message_id, "auto_reply", reply_text="Yes.")
    with CaptureQueriesContext(connection) as few:
        agent.get(contact.path)
    for number in range(10):
        message_id = UUID(contact.write(f"Message {number}").json()["id"])
        finish_message(message_id, "auto_reply", reply_text="Yes.")
    with CaptureQueriesContext(connection) as many:
        assert len(agent.get(contact.path).json()["items"]) == 26
    assert len(many) == len(few) <= 10


@pytest.mark.parametrize("after", ["nonsense", "01890000-0000-7000-8000-000000000000", ""])
def test_a_page_after_an_unknown_message_is_404(contact: ContactCaller, after: str) -> None:
    elsewhere = make_message().id
    assert_problem(contact.get(f"{contact.path}?after={after}"), 404)
    assert_problem(contact.get(f"{contact.path}?after={elsewhere}"), 404)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "99999999999999999999"])
def test_a_page_of_an_impossible_size_is_422(contact: ContactCaller, limit: str) -> None:
    problem = assert_problem(contact.get(f"{contact.path}?limit={limit}"), 422)
    assert problem["errors"][0]["parameter"] == "limit"


def test_an_unknown_or_malformed_id_is_404(contact: ContactCaller, agent: Caller) -> None:
    for wrong in ("01890000-0000-7000-8000-000000000000", "nonsense", "1", "%00", "%F0%9F"):
        for caller in (contact, agent):
            assert_problem(caller.get(f"/messages/{wrong}"), 404)
            assert_problem(caller.get(f"/conversations/{wrong}/messages"), 404)
            assert_problem(caller.post(f"/conversations/{wrong}/messages", {"text": "Hi"}), 404)
            assert_problem(caller.get(f"/conversations/{wrong}/events"), 404)


def test_an_agents_program_answers_and_the_conversation_then_waits(
    contact: ContactCaller, agent: Caller
) -> None:
    contact.write("Hello")
    response = agent.post(contact.path, {"text": "Good morning."})
    assert response.status_code == 200
    message = response.json()
    assert (message["direction"], message["sender_type"]) == ("outgoing", "agent")
    assert message["status"] == "done"
    assert contact.get(contact.path).json()["items"][-1]["text"] == "Good morning."
    assert Message.objects.get(id=message["id"]).conversation.status == "waiting"


@pytest.mark.parametrize(
    "text", ["{{ order_number }} left.", "Size {{ shoe }}", "Dear <NAME>, it left."]
)
def test_what_an_agents_program_left_open_is_refused_and_pointed_at(
    contact: ContactCaller, agent: Caller, text: str
) -> None:
    problem = assert_problem(agent.post(contact.path, {"text": text}), 422)
    assert "before you send this" in problem["detail"]
    assert problem["errors"][0]["pointer"] == "/text"
    assert contact.get(contact.path).json()["items"] == []
    assert contact.write(text).status_code == 202
    sent = agent.post(contact.path, {"text": text, "as_written": True})
    assert (sent.status_code, sent.json()["text"]) == (200, text)


def test_an_agents_token_sees_only_the_inboxes_of_its_team(
    contact: ContactCaller, agent: Caller, inbox: Inbox
) -> None:
    message_id = contact.write("Hello").json()["id"]
    theirs, ours = Team.objects.create(name="Theirs"), Team.objects.create(name="Ours")
    inbox.teams.add(theirs)
    ApiToken.objects.update(role=Role.AGENT, team=ours)
    assert_problem(agent.get(f"/messages/{message_id}"), 404)
    assert_problem(agent.get(contact.path), 404)
    assert_problem(agent.post(contact.path, {"text": "Hello"}), 404)
    open_to_all = make_message(inbox=make_inbox("open"))
    assert agent.get(f"/messages/{open_to_all.id}").status_code == 200
    ApiToken.objects.update(team=theirs)
    assert agent.get(f"/messages/{message_id}").status_code == 200


def test_a_revoked_token_opens_nothing(contact: ContactCaller, agent: Caller) -> None:
    assert agent.get(contact.path).status_code == 200
    ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    assert_problem(agent.get(contact.path), 401)


def test_a_card_number_never_reaches_the_table(contact: ContactCaller) -> None:
    message = contact.write("My card is 4242 4242 4242 4242, thanks").json()
    assert message["text"] == "My card is •••• 4242, thanks"
    assert Message.objects.get(id=message["id"]).text == message["text"]
