"""What a contact may read of where the bot's answer came from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from apps.accounts.models import Agent
from apps.conversations.actions import send_reply
from apps.knowledge.models import Article
from tests.factories import finish_message
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(contact: ContactCaller) -> dict[str, Any]:
    message_id = contact.write("Where is my parcel?").json()["id"]
    finish_message(UUID(message_id), "auto_reply", reply_text="It is on its way.")
    said: dict[str, Any] = contact.get(contact.path).json()["items"][-1]
    return said


def test_a_bots_answer_names_its_source_which_can_be_read_as_harmless_html(
    contact: ContactCaller, answer: dict[str, Any]
) -> None:
    article = Article.objects.get(id=answer["source"]["article_id"])
    assert answer["source"]["title"] == article.title == "Tracking"
    article.body = "## Steps\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    article.save()
    source = contact.get(f"/messages/{answer['id']}/source").json()
    assert set(source) == {"article_id", "title", "html"}
    assert "<h2>Steps</h2>" in source["html"]
    assert "<script" not in source["html"]
    assert "href" not in source["html"]


@pytest.mark.parametrize(
    "change", [{"status": Article.Status.DRAFT}, {"audience": Article.Audience.AGENTS}]
)
def test_an_article_that_is_not_for_customers_is_shown_to_none(
    contact: ContactCaller, answer: dict[str, Any], change: dict[str, str]
) -> None:
    Article.objects.update(**change)
    assert "source" not in contact.get(f"/messages/{answer['id']}").json()
    assert_problem(contact.get(f"/messages/{answer['id']}/source"), 404)


def test_the_source_of_anothers_answer_is_404(answer: dict[str, Any]) -> None:
    assert_problem(ContactCaller().get(f"/messages/{answer['id']}/source"), 404)


def test_what_no_bot_said_has_no_source(contact: ContactCaller, agent: Caller) -> None:
    message_id = contact.write("Hello").json()["id"]
    finish_message(UUID(message_id))
    reply = agent.post(contact.path, {"text": "Good morning."}).json()
    for id_ in (message_id, reply["id"], "nonsense"):
        assert_problem(contact.get(f"/messages/{id_}/source"), 404)


def test_a_thumb_is_shown_again_and_is_the_contacts_latest(
    contact: ContactCaller, answer: dict[str, Any]
) -> None:
    assert "rating" not in answer
    for rating in ("up", "down"):
        contact.post(f"/messages/{answer['id']}/feedback", {"rating": rating})
        assert contact.get(f"/messages/{answer['id']}").json()["rating"] == rating


def test_an_agents_answer_carries_the_agents_name(contact: ContactCaller, alice: Agent) -> None:
    send_reply(contact.conversation_id, alice, "Good morning.")
    said = contact.get(contact.path).json()["items"][-1]
    assert (said["sender_type"], said["sender_name"]) == ("agent", "Alice")
