"""Waiting and following, over the network, against a web process of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from apps.accounts.models import ApiToken
from apps.accounts.tokens import create_api_token
from apps.conversations.models import Message
from apps.dispatch.numbering import number_events
from tests.factories import finish_message, make_inbox, record_message_event
from tests.integration.server import Server, serve

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leaving(process_environment: dict[str, str]) -> Iterator[Server]:
    """One that a test may tell to end."""
    with serve(process_environment) as running:
        yield running


@pytest.fixture(scope="module")
def server(process_environment: dict[str, str]) -> Iterator[Server]:
    with serve(process_environment) as running:
        yield running


@dataclass(frozen=True)
class Contact:
    server: Server
    conversation_id: UUID
    token: str

    def write(self, text: str, **headers: str) -> tuple[int, Any, Any]:
        path = f"/api/v1/conversations/{self.conversation_id}/messages"
        return self.server.call("POST", path, {"text": text}, **self.headers, **headers)

    def follow(self, **headers: str) -> Stream:
        path = f"/api/v1/conversations/{self.conversation_id}/events"
        return Stream(self.server.open("GET", path, None, **{**self.headers, **headers}))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Stream:
    """Server-Sent Events as a client reads them. The first block says where the stream begins."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        assert response.status == 200, response.read()
        self.headers = response.headers
        self._response = response
        self.position = int(self.read_block()["id"])

    def read_block(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        while line := self._response.readline().decode().rstrip("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        return fields

    def read_until(self, kind: str) -> dict[str, str]:
        """A stream may begin with what happened a moment before it."""
        while (block := self.read_block()).get("event") != kind:
            pass
        return block

    def close(self) -> None:
        self._response.close()


@pytest.fixture
def contact(server: Server) -> Contact:
    return begin(server)


def begin(server: Server) -> Contact:
    make_inbox()
    _, _, started = server.call("POST", "/api/v1/conversations", {}, X_Inbox_Key="demo")
    number_events()
    return Contact(server, UUID(started["id"]), started["token"])


def finish_the_next_message(**outcome: Any) -> threading.Thread:
    """Play the pools: finish a message soon after it was accepted."""

    def finish() -> None:
        from django.db import connection

        while (message := Message.objects.first()) is None:
            time.sleep(0.01)
        time.sleep(0.2)
        finish_message(message.id, **outcome)
        connection.close()

    thread = threading.Thread(target=finish)
    thread.start()
    return thread


def test_who_waits_gets_the_finished_message_as_soon_as_it_is_done(contact: Contact) -> None:
    pools = finish_the_next_message(decision="auto_reply", reply_text="It left today.")
    status, headers, message = contact.write("Where is my parcel?", Prefer="wait=20")
    pools.join()
    assert status == 200
    assert headers["Preference-Applied"] == "wait=20"
    assert (message["status"], message["reply"]["text"]) == ("done", "It left today.")


def test_who_has_waited_long_enough_gets_202_and_can_ask_later(contact: Contact) -> None:
    status, headers, message = contact.write("Where is my parcel?", Prefer="wait=1")
    assert (status, message["status"]) == (202, "pending")
    finish_message(UUID(message["id"]))
    status, _, later = contact.server.call("GET", headers["Location"], **contact.headers)
    assert (status, later["status"]) == (200, "done")


def test_a_waiting_message_that_is_superseded_is_answered_at_once(contact: Contact) -> None:
    answers: list[tuple[int, Any, Any]] = []
    waiting = threading.Thread(
        target=lambda: answers.append(contact.write("Hello", Prefer="wait=20"))
    )
    waiting.start()
    while not Message.objects.exists():
        time.sleep(0.01)
    _, _, later = contact.write("Where is my parcel?")
    number_events()
    waiting.join()
    status, _, message = answers[0]
    assert (status, message["status"]) == (200, "superseded")
    assert message["superseded_by"] == later["id"]


def test_who_waits_and_who_follows_is_told_before_the_process_ends(leaving: Server) -> None:
    contact = begin(leaving)
    stream = contact.follow()
    answers: list[tuple[int, Any, Any]] = []
    waiting = threading.Thread(
        target=lambda: answers.append(contact.write("Hello", Prefer="wait=20"))
    )
    waiting.start()
    number_events_until_accepted(stream)
    os.kill(leaving.pid, signal.SIGTERM)
    waiting.join()
    status, headers, message = answers[0]
    assert (status, message["status"]) == (202, "pending")
    assert headers["Location"]
    assert stream.read_block() == {}


def number_events_until_accepted(stream: Stream) -> None:
    while not Message.objects.exists():
        time.sleep(0.01)
    number_events()
    stream.read_until("message.received")


def test_a_message_that_was_done_before_anybody_waited_is_given_at_once(contact: Contact) -> None:
    _, _, message = contact.write("Hello", Idempotency_Key="one")
    finish_message(UUID(message["id"]))
    status, _, again = contact.write("Hello", Idempotency_Key="one", Prefer="wait=20")
    assert (status, again["status"]) == (200, "done")


def test_a_follower_hears_what_happens_and_a_contact_nothing_of_the_models(
    contact: Contact,
) -> None:
    stream = contact.follow()
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert stream.headers["X-Accel-Buffering"] == "no"
    _, _, message = contact.write("Hello")
    number_events()
    received = stream.read_until("message.received")
    assert json.loads(received["data"])["message_id"] == message["id"]
    stored = Message.objects.select_related("conversation").get()
    record_message_event("feedback.given", stored, outcome="up")
    record_message_event("message.done", stored, decision="suggest", intent="track_order")
    number_events()
    done = stream.read_block()
    assert int(done["id"]) > int(received["id"])
    assert done["event"] == "message.done"
    data = json.loads(done["data"])
    assert set(data) == {"kind", "conversation_id", "message_id", "created_at", "decision"}
    stream.close()


def test_an_agents_program_hears_everything(contact: Contact) -> None:
    token = create_api_token("tests")
    _, _, _ = contact.write("Hello")
    stream = contact.follow(Authorization=f"Bearer {token}", Last_Event_ID="0")
    stored = Message.objects.select_related("conversation").get()
    record_message_event("feedback.given", stored, outcome="up")
    number_events()
    kinds = [stream.read_block()["event"] for _ in range(3)]
    assert kinds == ["conversation.started", "message.received", "feedback.given"]
    stream.close()


def test_a_program_hears_nothing_more_once_its_token_is_revoked(contact: Contact) -> None:
    stream = contact.follow(Authorization=f"Bearer {create_api_token('tests')}")
    contact.write("Hello")
    number_events()
    stream.read_until("message.received")
    ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    contact.write("My number is 4242.")
    number_events()
    assert stream.read_block() == {}


def test_a_client_that_returns_hears_what_it_missed_once_and_in_order(contact: Contact) -> None:
    contact.write("One")
    number_events()
    stream = contact.follow(Last_Event_ID="0")
    before = [stream.read_block() for _ in range(2)]
    stream.close()
    contact.write("Two")
    number_events()
    again = contact.follow(Last_Event_ID=before[-1]["id"])
    missed = [again.read_block() for _ in range(2)]
    contact.write("Three")
    number_events()
    live = again.read_block()
    positions = [int(block["id"]) for block in (*before, *missed, live)]
    assert positions == sorted(set(positions))
    assert {block["event"] for block in missed} == {"message.superseded", "message.received"}
    again.close()


def test_a_position_that_is_no_position_is_422(contact: Contact) -> None:
    path = f"/api/v1/conversations/{contact.conversation_id}/events"
    for wrong in ("-1", "x", "9" * 30):
        headers = {**contact.headers, "Last_Event_ID": wrong}
        status, _, problem = contact.server.call("GET", path, **headers)
        assert (status, problem["errors"][0]["parameter"]) == (422, "Last-Event-ID")


def test_followers_hold_no_thread_and_no_connection(contact: Contact) -> None:
    contact.follow().close()
    before = contact.server.threads()
    streams = [contact.follow() for _ in range(40)]
    # More followers than the pool has connections, and the web still answers everybody else.
    status, _, _ = contact.write("Hello")
    assert status == 202
    assert contact.server.threads() < before + 20
    number_events()
    for stream in streams:
        stream.read_until("message.received")
        stream.close()


def test_a_body_that_is_too_large_is_413_however_it_is_sent(contact: Contact) -> None:
    path = f"/api/v1/conversations/{contact.conversation_id}/messages"
    huge = b'{"text": "' + b"x" * 3_000_000 + b'"}'
    for length in ({}, {"Transfer_Encoding": "chunked"}):
        body: Any = huge if not length else iter([huge[:1_000_000], huge[1_000_000:]])
        connection = http.client.HTTPConnection("127.0.0.1", contact.server.port, timeout=30)
        connection.request(
            "POST",
            path,
            body=body,
            headers={"Content-Type": "application/json", **contact.headers},
            encode_chunked=bool(length),
        )
        response = connection.getresponse()
        assert response.status == 413
        assert response.headers["Content-Type"] == "application/problem+json"
        # A page of another site would see no answer at all.
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        connection.close()
    assert not Message.objects.exists()
