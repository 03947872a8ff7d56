"""A request that is sent twice is done once."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from apps.accounts.idempotency import RequestInProgress, do_once
from apps.accounts.models import IdempotencyKey
from apps.conversations.models import Contact, Conversation, Inbox, Message
from tests.factories import make_inbox
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

SITE = Caller(**{"X-Inbox-Key": "demo"})
SECRET = "5f1c0c9e7d5b4a07"


@pytest.mark.django_db
def test_the_same_key_and_body_give_the_first_message_again(contact: ContactCaller) -> None:
    first = contact.write("Hello", Idempotency_Key="one")
    again = contact.write("Hello", Idempotency_Key="one")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert contact.write("Hello", Idempotency_Key="two").json()["id"] != first.json()["id"]
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_422(contact: ContactCaller) -> None:
    contact.write("Hello", Idempotency_Key="one")
    problem = assert_problem(contact.write("Goodbye", Idempotency_Key="one"), 422)
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_its_credential(contact: ContactCaller, agent: Caller) -> None:
    contact.write("Hello", Idempotency_Key="one")
    ContactCaller().write("Hello", Idempotency_Key="one")
    agent.post(contact.path, {"text": "Hello"}, Idempotency_Key="one")
    assert Message.objects.count() == 3
    elsewhere = ContactCaller()
    assert_problem(agent.post(elsewhere.path, {"text": "Hello"}, Idempotency_Key="one"), 422)


@pytest.mark.django_db
def test_a_key_is_forgotten_after_a_day(contact: ContactCaller) -> None:
    first = contact.write("Hello", Idempotency_Key="one").json()
    known = IdempotencyKey.objects.get()
    IdempotencyKey.objects.update(created_at=known.created_at - timedelta(hours=24, minutes=1))
    assert contact.write("Goodbye", Idempotency_Key="one").json()["id"] != first["id"]
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_request_leaves_its_key_free(contact: ContactCaller) -> None:
    assert_problem(contact.write("", Idempotency_Key="one"), 422)
    assert contact.write("Hello", Idempotency_Key="one").status_code == 202


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_of_an_impossible_length_is_422(contact: ContactCaller, key: str) -> None:
    problem = assert_problem(contact.write("Hello", Idempotency_Key=key), 422)
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"


@pytest.mark.django_db
def test_the_text_is_not_kept_with_the_key(contact: ContactCaller) -> None:
    contact.write("Hello", Idempotency_Key="one")
    assert len(IdempotencyKey.objects.get().request_digest) == 64


@pytest.mark.django_db
def test_a_start_that_is_sent_again_gives_the_conversation_that_it_began(inbox: Inbox) -> None:
    body = {"contact": {"name": "Ann"}}
    first = SITE.post("/conversations", body, Idempotency_Key=SECRET).json()
    Conversation.objects.update(status="snoozed")
    again = SITE.post("/conversations", body, Idempotency_Key=SECRET)
    assert (again.status_code, again.json()["status"]) == (201, "open")
    assert again.json()["id"] == first["id"]
    caller = Caller(Authorization=f"Bearer {again.json()['token']}")
    assert caller.get(f"/conversations/{first['id']}").status_code == 200
    assert Contact.objects.count() == Conversation.objects.count() == 1
    Conversation.objects.all().delete()
    assert_problem(SITE.post("/conversations", body, Idempotency_Key=SECRET), 404)


@pytest.mark.django_db
def test_nobody_gets_the_conversation_of_another_contact_by_a_key(inbox: Inbox) -> None:
    """Everybody knows the site key."""
    make_inbox("other")
    body = {"contact": {"name": "Ann"}}
    first = SITE.post("/conversations", body, Idempotency_Key=SECRET).json()
    other = {"contact": {"name": "Bob"}}
    problem = assert_problem(SITE.post("/conversations", other, Idempotency_Key=SECRET), 422)
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"
    elsewhere = Caller(**{"X-Inbox-Key": "other"})
    second = elsewhere.post("/conversations", body, Idempotency_Key=SECRET).json()
    assert second["id"] != first["id"]
    problem = assert_problem(SITE.post("/conversations", body, Idempotency_Key="start"), 422)
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_a_request_whose_first_is_still_under_way_is_409() -> None:
    inside, leave = threading.Event(), threading.Event()

    def slow() -> UUID:
        inside.set()
        leave.wait(10)
        return UUID(int=1)

    def first() -> None:
        do_once("contact", "one", "body", slow)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(RequestInProgress):
        do_once("contact", "one", "body", lambda: UUID(int=2))
    leave.set()
    thread.join()
    assert do_once("contact", "one", "body", lambda: UUID(int=3)) == UUID(int=1)
