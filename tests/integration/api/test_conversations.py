"""Where a contact begins."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError
from django.utils import timezone

from apps.conversations.models import Contact, Conversation, Inbox
from tests.factories import make_inbox
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

SITE = Caller(**{"X-Inbox-Key": "demo"})


def sign(external_id: str, key: str = "s3cret") -> str:
    return hmac.new(key.encode(), external_id.encode(), hashlib.sha256).hexdigest()


@pytest.mark.django_db
def test_a_visitor_starts_a_conversation_and_gets_its_token(inbox: Inbox) -> None:
    response = SITE.post("/conversations", {"contact": {"name": "Ann", "email": "a@example.com"}})
    assert response.status_code == 201
    started = response.json()
    assert set(started) == {"id", "token", "status"}
    assert started["status"] == "open"
    assert UUID(started["id"]).version == 7
    conversation = Conversation.objects.get(id=started["id"])
    assert (conversation.contact.name, conversation.contact.email) == ("Ann", "a@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({}, "Send the site key"),
        ({"X-Inbox-Key": ""}, "Send the site key"),
        ({"X-Inbox-Key": "wrong"}, "No inbox has the site key"),
    ],
)
def test_a_missing_or_wrong_site_key_is_401(
    inbox: Inbox, headers: dict[str, str], detail: str
) -> None:
    refused = Caller(**headers).post("/conversations", {"contact": {}})
    assert assert_problem(refused, 401)["detail"].startswith(detail)


@pytest.mark.django_db
def test_a_known_contact_needs_the_proof_that_the_company_signed(inbox: Inbox) -> None:
    missing = SITE.post("/conversations", {"contact": {"external_id": "42"}})
    assert assert_problem(missing, 422)["errors"][0]["pointer"] == "/contact/identity_hash"
    for wrong in (sign("43"), sign("42", "other"), "", "é"):
        body = {"contact": {"external_id": "42", "identity_hash": wrong}}
        assert_problem(SITE.post("/conversations", body), 403)
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_a_known_contact_who_returns_gets_a_new_conversation(inbox: Inbox) -> None:
    known = {"external_id": "42", "identity_hash": sign("42"), "name": "Ann"}
    first = SITE.post("/conversations", {"contact": known}).json()
    again = SITE.post("/conversations", {"contact": {**known, "name": "Anna"}}).json()
    assert first["id"] != again["id"]
    assert Contact.objects.get().name == "Anna"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "\u202e", "\u200b\t"])
def test_whoever_has_a_name_that_cannot_be_seen_is_a_visitor(inbox: Inbox, name: str) -> None:
    assert SITE.post("/conversations", {"contact": {"name": name}}).status_code == 201
    assert str(Contact.objects.get()) == "Visitor"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "pointer"),
    [
        ({"nickname": "x"}, "/contact/nickname"),
        ({"name": 7}, "/contact/name"),
        ({"name": "x" * 201}, "/contact/name"),
        ({"name": "a\x00b"}, "/contact/name"),
        ({"email": "not an address"}, "/contact/email"),
        ({"external_id": "  ", "identity_hash": "00"}, "/contact/external_id"),
        ({"external_id": "\ud800", "identity_hash": "00"}, "/contact/external_id"),
        ({"identity_hash": "00"}, "/contact/external_id"),
        ("Ann", "/contact"),
    ],
)
def test_a_wrong_field_is_pointed_at(inbox: Inbox, contact: object, pointer: str) -> None:
    problem = assert_problem(SITE.post("/conversations", {"contact": contact}), 422)
    assert problem["errors"][0]["pointer"] == pointer


@pytest.mark.django_db
def test_a_site_that_the_inbox_does_not_list_is_refused(inbox: Inbox) -> None:
    make_inbox("other", allowed_origins=["https://other.example"])
    body: dict[str, object] = {"contact": {}}
    allowed = SITE.post("/conversations", body, Origin="https://shop.example")
    assert allowed.status_code == 201
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert SITE.post("/conversations", body, Origin="http://testserver").status_code == 201
    assert_problem(SITE.post("/conversations", body, Origin="https://other.example"), 403)
    for origin in ("https://evil.example", "https://shop.example.evil.example", "null"):
        refused = SITE.post("/conversations", body, Origin=origin)
        assert_problem(refused, 403)
        assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.django_db
def test_a_site_can_read_that_the_database_is_away(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_connection(*_: object) -> None:
        raise OperationalError("the connection is lost")

    sent = {"Origin": "https://shop.example"}
    for lost in ("origins.check_any_inbox_allows", "authentication.find_inbox"):
        with monkeypatch.context() as patch:
            patch.setattr(f"apps.widget.{lost}", lose_connection)
            away = SITE.post("/conversations", {"contact": {}}, **sent)
            asked = {"Access_Control_Request_Method": "POST"}
            beforehand = Caller().options("/conversations", **sent, **asked)
        assert_problem(away, 503)
        assert away.headers["Retry-After"] == "5"
        assert beforehand.status_code == 204
        for response in (away, beforehand):
            assert response.headers["Access-Control-Allow-Origin"] == "https://shop.example"


@pytest.mark.django_db
def test_a_browser_is_told_beforehand_what_an_allowed_site_may_send(inbox: Inbox) -> None:
    asked = {"Access_Control_Request_Method": "POST"}
    allowed = Caller().options("/conversations", Origin="https://shop.example", **asked)
    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    for header in ("Authorization", "Idempotency-Key", "Last-Event-ID", "Prefer", "X-Inbox-Key"):
        assert header in allowed.headers["Access-Control-Allow-Headers"]
    refused = Caller().options("/conversations", Origin="https://evil.example", **asked)
    assert_problem(refused, 403)


@pytest.mark.django_db
def test_a_token_opens_its_own_conversation_and_no_other(contact: ContactCaller) -> None:
    stranger = ContactCaller()
    message = contact.write("Hello").json()
    assert contact.get(contact.path).status_code == 200
    assert_problem(stranger.get(contact.path), 404)
    assert_problem(stranger.post(contact.path, {"text": "Hello"}), 404)
    assert_problem(stranger.get(f"/messages/{message['id']}"), 404)
    assert_problem(stranger.get(f"/conversations/{contact.conversation_id}/events"), 404)
    rating = stranger.post(f"/messages/{message['id']}/feedback", {"rating": "up"})
    assert_problem(rating, 404)


@pytest.mark.django_db
def test_a_foreign_or_a_missing_token_is_401(contact: ContactCaller) -> None:
    good = contact.headers["Authorization"]
    for wrong in ("", "Bearer", "Basic abc", f"{good}x", "Bearer fl_nobody", "Bearer é.ü.ö"):
        response = Caller(Authorization=wrong).get(contact.path)
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_a_token_lives_until_nothing_has_been_said_for_thirty_days(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote yesterday goes on where they were, however long ago they began."""
    now, day = time.time(), timedelta(days=1)
    monkeypatch.setattr(time, "time", lambda: now - (40 * day).total_seconds())
    contact = ContactCaller()
    monkeypatch.setattr(time, "time", lambda: now)
    conversation = Conversation.objects.filter(id=contact.conversation_id)
    conversation.update(last_message_at=timezone.now() - 29 * day)
    assert contact.get(contact.path).status_code == 200
    assert contact.write("Hello").status_code == 202
    conversation.update(last_message_at=timezone.now() - 31 * day)
    for refused in (contact.get(contact.path), contact.write("Hello")):
        assert "expired" in assert_problem(refused, 401)["detail"]


@pytest.mark.django_db
def test_a_conversation_that_is_gone_is_404_for_its_own_token(contact: ContactCaller) -> None:
    Conversation.objects.all().delete()
    assert_problem(contact.write("Hello"), 404)
    assert_problem(contact.get(contact.path), 404)
