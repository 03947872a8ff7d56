"""Webhooks are for administrators, and the audit for whoever supervises."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role
from apps.assist.executions.performing import perform_action
from apps.dispatch.models import Event, Work
from apps.knowledge.models import Action
from apps.webhooks.models import Attempt, Delivery, Webhook
from tests.factories import make_message
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db
HOME = "/desk/settings/webhooks/"
GIVEN = {"name": "Warehouse", "url": "https://warehouse.example/hook"}


@pytest.fixture
def webhook(db: None) -> Webhook:
    return Webhook.objects.create(**GIVEN)


def shown(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    response = client.get(path) if data is None else client.post(path, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_its_secret_is_shown_once(administrator: Client) -> None:
    page = shown(administrator, f"{HOME}new/", GIVEN)
    secret = Webhook.objects.get().secret
    assert secret in page
    path = f"{HOME}{Webhook.objects.get().id}/"
    assert all(secret not in shown(administrator, each) for each in (HOME, path, f"{path}edit/"))
    renewed = shown(administrator, f"{path}secret/", {})
    assert secret not in renewed
    assert Webhook.objects.get().secret in renewed
    assert secret not in str(list(Event.objects.values()))


def test_a_page_asks_again_for_as_long_as_an_answer_is_due(
    administrator: Client, webhook: Webhook
) -> None:
    path = f"{HOME}{webhook.id}/"
    assert "hx-trigger" not in shown(administrator, path)
    assert "hx-trigger" in shown(administrator, f"{path}test/", {})
    assert "hx-trigger" not in shown(administrator, f"{path}pause/", {})
    assert "hx-trigger" in shown(administrator, f"{path}resume/", {})
    Delivery.objects.update(status=Delivery.Status.DELIVERED)
    assert "hx-trigger" not in shown(administrator, path)


def test_a_name_that_is_taken_is_refused_in_words(administrator: Client, webhook: Webhook) -> None:
    other = GIVEN | {"url": "https://other.example/hook"}
    assert "Another webhook has this name" in shown(administrator, f"{HOME}new/", other)
    assert Webhook.objects.get() == webhook


@pytest.mark.parametrize(
    ("url", "allowed", "sentence"),
    [
        ("http://warehouse.example", "", "begins with https://"),
        ("https://127.0.0.1/x", "", "no public address"),
        ("https://[::ffff:10.0.0.1]/x", "", "no public address"),
        ("https://user:word@warehouse.example", "on", "Leave out the name and password"),
        ("ftp://warehouse.example", "on", "begins with https://"),
        ("https://warehouse.example:99999", "", "a port from 1 to 65535"),
    ],
)
def test_an_address_that_must_not_be_called_is_refused(
    administrator: Client, url: str, allowed: str, sentence: str
) -> None:
    page = shown(administrator, f"{HOME}new/", {"name": "W", "url": url, "allow_private": allowed})
    assert sentence in page
    assert not Webhook.objects.exists()


def test_an_administrator_may_allow_the_own_network(administrator: Client) -> None:
    given = {"name": "W", "url": "http://127.0.0.1:8080/x", "allow_private": "on"}
    shown(administrator, f"{HOME}new/", given)
    assert Webhook.objects.get().allow_private


def test_a_test_is_sent_and_its_answers_are_shown_as_text(
    administrator: Client, webhook: Webhook
) -> None:
    assert "on its way" in shown(administrator, f"{HOME}{webhook.id}/test/", {})
    delivery = Delivery.objects.get()
    assert Work.objects.get(subject_id=delivery.id).receiver_id == webhook.id
    Attempt.objects.create(
        delivery=delivery, status_code=503, answer="<b>busy</b>", milliseconds=12
    )
    page = shown(administrator, f"{HOME}{webhook.id}/")
    assert "503" in page
    assert "&lt;b&gt;busy" in page
    assert "503" in shown(administrator, HOME)


def test_it_is_paused_and_resumed(administrator: Client, webhook: Webhook) -> None:
    assert "Paused by hand" in shown(administrator, f"{HOME}{webhook.id}/pause/", {})
    assert "called again" in shown(administrator, f"{HOME}{webhook.id}/resume/", {})


def test_actions_follow_its_name_and_keep_it_from_being_deleted(
    administrator: Client, webhook: Webhook
) -> None:
    parameters = {"webhook": webhook.name}
    Action.objects.create(slug="x", title="Label", effect="webhook", parameters=parameters)
    shown(administrator, f"{HOME}{webhook.id}/edit/", GIVEN | {"name": "Depot"})
    assert Action.objects.get().parameters == {"webhook": "Depot"}
    assert "would call nobody" in shown(administrator, f"{HOME}{webhook.id}/delete/", {})
    Action.objects.all().delete()
    shown(administrator, f"{HOME}{webhook.id}/delete/", {})
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_webhooks_are_for_administrators(webhook: Webhook, role: Role) -> None:
    client, path = browser_of(hire(role)), f"{HOME}{webhook.id}/"
    for each in (HOME, f"{HOME}new/", path, f"{path}edit/", f"{path}secret/", f"{path}delete/"):
        assert client.get(each).status_code == 403
    for each in ("test/", "pause/", "resume/", "secret/", "delete/"):
        assert client.post(f"{path}{each}").status_code == 403


def test_the_audit_says_who_did_what_and_is_narrowed(alice: Agent, bob: Agent) -> None:
    raised, closed = (
        Action.objects.create(
            slug=effect, title=title, effect=effect, parameters={"priority": "high"}
        )
        for effect, title in (("set_priority", "Raise it"), ("close", "Close it"))
    )
    conversation = make_message().conversation
    perform_action(raised, conversation.id, alice)
    perform_action(closed, make_message().conversation.id, bob)
    client = browser_of(bob)

    def told(query: str) -> list[str]:
        return re.findall(
            r'<b dir="auto">(.*?)</b>', shown(client, f"/desk/settings/audit/{query}")
        )

    assert told("") == ["Close it", "Raise it"]
    assert told(f"?agent={alice.id}") == ["Raise it"]
    assert told(f"?action={closed.id}") == ["Close it"]
    assert told(f"?conversation={conversation.id}") == ["Raise it"]
    assert told("?agent=nobody&page=99") == ["Close it", "Raise it"]
    assert browser_of(alice).get("/desk/settings/audit/").status_code == 403
