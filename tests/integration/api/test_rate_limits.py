"""Limits are counted in the database, for all processes together."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import override_settings

from apps.accounts.models import RateWindow
from apps.accounts.rate_limits import RateExceeded, count_use
from apps.conversations.models import Inbox
from tests.integration.api.callers import Caller, ContactCaller, assert_problem


@pytest.fixture(autouse=True)
def limited() -> object:
    with override_settings(RATE_LIMITS=True):
        yield


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour long, so that no test stands on the edge of two."""
    monkeypatch.setattr("apps.accounts.rate_limits.WINDOW_SECONDS", 3600)


@pytest.mark.django_db
@override_settings(RATE_MESSAGES_PER_CONVERSATION=3)
def test_too_many_messages_in_one_conversation_are_429(contact: ContactCaller) -> None:
    for _ in range(3):
        assert contact.write("Hello").status_code == 202
    refused = contact.write("Hello")
    assert_problem(refused, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert ContactCaller().write("Hello").status_code == 202


@pytest.mark.django_db
@override_settings(RATE_CONVERSATIONS_PER_ADDRESS=2)
def test_too_many_conversations_from_one_address_are_429(inbox: Inbox) -> None:
    site = Caller(**{"X-Inbox-Key": "demo"})
    answers = [site.post("/conversations", {"contact": {}}).status_code for _ in range(3)]
    assert answers == [201, 201, 429]


@pytest.mark.django_db
@override_settings(RATE_REQUESTS_PER_ADDRESS=4)
def test_too_many_requests_from_one_address_are_429_whatever_they_are(
    contact: ContactCaller,
) -> None:
    assert contact.get(contact.path).status_code == 200
    assert_problem(contact.get("/messages/nonsense"), 404)
    assert_problem(Caller(Authorization="Bearer wrong").get(contact.path), 401)
    assert_problem(contact.get(contact.path), 429)
    assert_problem(Caller(**{"X-Inbox-Key": "demo"}).post("/conversations", {}), 429)


@pytest.mark.django_db
@override_settings(RATE_REQUESTS_PER_ADDRESS=2, TRUSTED_PROXIES=1)
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(inbox: Inbox) -> None:
    def ask(forwarded: str) -> int:
        site = Caller(**{"X-Inbox-Key": "demo", "X-Forwarded-For": forwarded})
        return site.post("/conversations", {"contact": {}}).status_code

    assert [ask(f"203.0.113.{spoofed}, 198.51.100.7") for spoofed in range(3)] == [201, 201, 429]
    assert ask("198.51.100.8") == 201


@pytest.mark.django_db
@override_settings(RATE_LIMITS=False, RATE_REQUESTS_PER_ADDRESS=1)
def test_limits_can_be_turned_off(contact: ContactCaller) -> None:
    RateWindow.objects.all().delete()
    assert [contact.write("Hello").status_code for _ in range(5)] == [202] * 5
    assert not RateWindow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_callers_at_the_same_time_are_all_counted() -> None:
    outcomes: list[bool] = []

    def use() -> None:
        for _ in range(10):
            try:
                count_use("shared", 25)
                outcomes.append(True)
            except RateExceeded:
                outcomes.append(False)
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 25
    assert RateWindow.objects.get().count == 40
