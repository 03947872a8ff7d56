"""What somebody else stores in the very moment in which it is saved is an error of the form."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Agent, Team
from apps.conversations.models import Inbox
from apps.knowledge.models import Action, Article, Macro
from apps.learning.models import EntityPattern, Intent, Synonym
from apps.webhooks.models import Webhook
from tests.integration.desk.test_deleted_meanwhile import CONTENT
from tests.integration.dispatch.threads import (
    PATIENCE_SECONDS,
    beside,
    commit_when_somebody_waits,
)

pytestmark = pytest.mark.django_db(transaction=True)

MEMBER = {"display_name": "Kit", "email": "kit@example.com", "role": "agent"}


def save_at_once(
    browser: Client, make: Callable[[], object], path: str, form: dict[str, Any]
) -> str:
    is_stored = threading.Event()
    with beside(lambda: commit_when_somebody_waits(make, is_stored)):
        is_stored.wait(PATIENCE_SECONDS)
        answer = browser.post(f"/desk/{path}", form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("make", "path", "form", "error"),
    [
        (
            lambda: Team.objects.create(name="Kites"),
            "settings/teams/new/",
            {"name": "Kites"},
            "Another team has this name",
        ),
        (
            lambda: Inbox.objects.create(name="Kites"),
            "settings/inboxes/new/",
            {"name": "Kites", "language": "en", "position": "right"},
            "Another inbox has this name",
        ),
        (
            lambda: Webhook.objects.create(name="Kites", url="https://kites.example/"),
            "settings/webhooks/new/",
            {"name": "Kites", "url": "https://kites.example/"},
            "Another webhook has this name",
        ),
        (
            lambda: Agent.objects.create_user("kit@example.com", display_name="Kit"),
            "settings/agents/new/",
            MEMBER,
            "Somebody signs in with this address already.",
        ),
        (
            lambda: EntityPattern.objects.create(label="kite", pattern="KITE"),
            "learning/entities/patterns/new/",
            {"label": "kite", "pattern": "KITE"},
            "already exists",
        ),
        (
            lambda: Synonym.objects.create(value="Crow", text="the bird"),
            "learning/entities/names/new/",
            {"label": "kite", "names": "Red kite = the bird"},
            "“the bird” already means “Crow”.",
        ),
    ],
    ids=["team", "inbox", "webhook", "agent", "pattern", "names"],
)
def test_what_another_has_just_stored_is_said_beside_the_form(
    administrator: Client, make: Callable[[], object], path: str, form: dict[str, Any], error: str
) -> None:
    assert error in save_at_once(administrator, make, path, form)


@pytest.mark.parametrize(
    ("kind", "path", "form"),
    [
        (Article, "knowledge/new/", {"title": "Kites", "body": "Fly.", **CONTENT}),
        (Macro, "knowledge/macros/new/", {"title": "Kites", "text": "Fly.", "language": "en"}),
        (Action, "knowledge/actions/new/tag/", {"title": "Kites", "tag": "kites"}),
        (Intent, "learning/intents/new/", {"title": "Kites", "examples": ""}),
    ],
    ids=["article", "macro", "action", "intent"],
)
def test_two_of_one_title_are_both_stored(
    administrator: Client, kind: type[Any], path: str, form: dict[str, Any]
) -> None:
    other = kind(slug="kites", title="Kites", **({"effect": "tag"} if kind is Action else {}))
    page = save_at_once(administrator, other.save, path, form)
    assert "“Kites” is saved" in page
    assert kind.objects.filter(title="Kites").count() == 2
