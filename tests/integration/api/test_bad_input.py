"""Rubbish gets a clear answer, changes nothing, and never shows what is inside."""

from __future__ import annotations

import gzip
import json
import logging
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.conversations.models import Conversation, Message
from apps.dispatch.models import Work
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

pytestmark = pytest.mark.django_db

ODD_BUT_FINE = [
    "x",
    "x" * 8000,
    "😀" * 8000,
    "\n" * 7000 + "x",
    "<script>alert(1)</script><b>bold</b>",
    "שלום, איפה החבילה שלי?",
    "\u202e right to left",
    "a\ttab and \x07 a bell",
    "'; DROP TABLE conversations_message; --",
    "  blanks are kept  ",
    "👩‍👩‍👧‍👦 family, é and é",
    "{{ 7 * 7 }} %s %(name)s {0}",
]


@pytest.mark.parametrize("text", ODD_BUT_FINE, ids=range(len(ODD_BUT_FINE)))
def test_odd_text_is_stored_as_it_came(contact: ContactCaller, text: str) -> None:
    response = contact.write(text)
    assert response.status_code == 202
    assert response.json()["text"] == text
    assert Message.objects.get().text == text


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b'{"text": ""}', 422, "/text"),
        (b'{"text": " \\n\\t \\u200b \\u00a0"}', 422, "/text"),
        (b'{"text": 5}', 422, "/text"),
        (b'{"text": null}', 422, "/text"),
        (b'{"text": ["a"]}', 422, "/text"),
        (b'{"text": {"a": 1}}', 422, "/text"),
        (b"{}", 422, "/text"),
        (b'{"text": "a", "role": "agent"}', 422, "/role"),
        (b'{"text": "a", "as_written": "yes"}', 422, "/as_written"),
        (b'{"text": "a", "a/b~c": 1}', 422, "/a~1b~0c"),
        (b'{"text": "a\\u0000b"}', 422, "/text"),
        (b'{"text": "\\ud800"}', 422, "/text"),
        (b'{"text": "a \\udfff b"}', 422, "/text"),
        (json.dumps({"text": "x" * 8001}).encode(), 422, "/text"),
        (b"[]", 422, ""),
        (b"null", 422, ""),
        (b'"text"', 422, ""),
        (b"", 422, ""),
        (b"{", 400, None),
        (b'{"text": "a}', 400, None),
        (b"{'text': 'a'}", 400, None),
        (b'{"text": "\xff"}', 400, None),
        ('{"text": "a"}'.encode("utf-16"), 400, None),
        (b"\xef\xbb\xbf" + b'{"text": "a"}', 400, None),
        (b"[" * 100_000, 400, None),
        (b'{"text": ' + b"9" * 5000 + b"}", 400, None),
    ],
)
def test_a_bad_body_is_refused_and_nothing_is_written(
    contact: ContactCaller, body: bytes, status: int, pointer: str | None
) -> None:
    problem = assert_problem(contact.send(contact.path, body), status)
    if pointer is not None:
        assert problem["errors"][0]["pointer"] == pointer
        assert problem["errors"][0]["detail"]
    assert not Message.objects.exists()
    assert not Work.objects.filter(kind="message").exists()


def test_a_body_that_is_not_called_json_is_415(contact: ContactCaller) -> None:
    body = b'{"text": "a"}'
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "text/json", "x"):
        assert_problem(contact.send(contact.path, body, Content_Type=content_type), 415)
    accepted = contact.send(contact.path, body, Content_Type="application/json; charset=utf-8")
    assert accepted.status_code == 202


def test_a_body_that_is_packed_is_415(contact: ContactCaller) -> None:
    body = gzip.compress(b'{"text": "a"}')
    problem = assert_problem(contact.send(contact.path, body, Content_Encoding="gzip"), 415)
    assert "Content-Encoding" in problem["detail"]
    assert contact.send(contact.path, b'{"text": "a"}', Content_Encoding="identity").json()


@pytest.mark.parametrize("address", ["/api", "/API/v1/conversations"])
def test_an_address_that_was_put_together_badly_is_a_problem_too(address: str) -> None:
    assert_problem(Client().get(address), 404)


def test_unknown_addresses_and_methods_are_problems_too(contact: ContactCaller) -> None:
    for path in ("", "/", "/nothing", "/messages", "/conversations/", "/../admin"):
        assert_problem(contact.get(path), 404)
    refused = assert_problem_of_method(contact)
    assert refused == "POST"


def assert_problem_of_method(contact: ContactCaller) -> str:
    response = contact.get("/conversations")
    assert_problem(response, 405)
    return response.headers["Allow"]


def test_an_unexpected_error_is_a_problem_with_a_trace_id_and_no_trace(
    contact: ContactCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.widget.messages.receive_message", lambda *_: 1 // 0)
    problem = assert_problem(contact.write("Hello"), 500)
    assert "ZeroDivisionError" not in json.dumps(problem)
    assert len(problem["trace_id"]) == 32


def test_no_log_line_holds_what_a_contact_said(
    contact: ContactCaller, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "my neighbour's birthday"
    assert contact.write(secret).status_code == 202
    assert contact.write(f"{secret}\x00").status_code == 422
    assert contact.send(contact.path, f'{{"text": "{secret}'.encode()).status_code == 400
    monkeypatch.setattr("apps.widget.messages.receive_message", lambda *_: 1 // 0)
    assert contact.write(secret).status_code == 500
    lines = [str(record.msg) for record in caplog.records]
    assert any("message_id" in line for line in lines)
    assert not any(secret in line for line in lines)


quick = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@quick
@given(body=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60))
def test_whatever_comes_the_answer_is_a_problem_or_a_message(
    contact: ContactCaller, body: bytes
) -> None:
    for path in (contact.path, "/conversations"):
        response = contact.send(path, body, X_Inbox_Key="demo")
        if response.status_code not in (201, 202):
            assert_problem(response, response.status_code)
            assert response.status_code < 500


@quick
@given(text=st.text(st.characters(), min_size=1, max_size=50))
def test_any_text_is_stored_as_it_came_or_pointed_at(contact: ContactCaller, text: str) -> None:
    response = contact.write(text)
    if response.status_code == 202:
        assert Message.objects.get(id=response.json()["id"]).text == response.json()["text"]
    else:
        assert assert_problem(response, 422)["errors"][0]["pointer"] == "/text"


def test_a_token_of_a_conversation_that_never_was_is_404(contact: ContactCaller) -> None:
    Conversation.objects.filter(id=contact.conversation_id).delete()
    body = {"text": "Hello"}
    assert_problem(Caller(**contact.headers).post(contact.path, body), 404)


def test_what_is_wrong_with_two_fields_points_at_the_one_to_change(agent: Caller) -> None:
    outcome = agent.post(f"/suggestions/{uuid4()}/outcome", {"outcome": "edited"})
    assert assert_problem(outcome, 422)["errors"][0]["pointer"] == "/text"
