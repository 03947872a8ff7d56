"""What somebody else has stored since a form was opened is not undone without a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role, Team
from apps.conversations.models import Inbox
from apps.knowledge.models import Action
from apps.learning.entities import read_names, save_names
from apps.learning.models import EntityPattern, Example, Intent
from apps.webhooks.models import Webhook
from tests.factories import make_agent, make_inbox, make_team
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """A form that is open while `change` happens; `named`: the field that its page then names."""

    path: str
    form: dict[str, Any]
    change: Callable[[], object]
    named: str
    is_kept: Callable[[], bool]


def agent() -> Case:
    alice = make_agent("Alice Smith", role=Role.SUPERVISOR)
    found = Agent.objects.filter(id=alice.id)
    return Case(
        f"/desk/settings/agents/{alice.id}/",
        {"display_name": "Alice Jones", "role": Role.SUPERVISOR, "is_active": "on"},
        lambda: found.update(is_active=False),
        "May sign in",
        lambda: not found.get().is_active,
    )


def inbox() -> Case:
    opened, team = make_inbox(), make_team()
    return Case(
        f"/desk/settings/inboxes/{opened.id}/",
        {"name": "Shop", "language": "en", "position": "right", "accent": "#0f766e"},
        lambda: opened.teams.add(team),
        "Teams",
        lambda: list(Inbox.objects.get().teams.all()) == [team],
    )


def team() -> Case:
    orders = make_team("Orders")
    return Case(
        f"/desk/settings/teams/{orders.id}/",
        {"name": "Shipping"},
        lambda: Team.objects.update(name="Deliveries"),
        "Name",
        lambda: Team.objects.get().name == "Deliveries",
    )


def webhook() -> Case:
    shop = Webhook.objects.create(name="Shop", url="https://shop.example/", secret="x" * 32)
    return Case(
        f"/desk/settings/webhooks/{shop.id}/edit/",
        {"name": "The shop", "url": shop.url},
        lambda: Webhook.objects.update(url="https://new.example/"),
        "Address",
        lambda: Webhook.objects.get().url == "https://new.example/",
    )


def action() -> Case:
    tagging = Action.objects.create(
        slug="t", title="Tag", effect="tag", parameters={"tag": "late"}, conditions={}
    )
    return Case(
        f"/desk/knowledge/actions/{tagging.id}/",
        {"title": "Tag it", "tag": "late"},
        lambda: Action.objects.update(conditions={"tags": ["vip"]}),
        "Tagged",
        lambda: Action.objects.get().conditions == {"tags": ["vip"]},
    )


def pattern() -> Case:
    numbers = EntityPattern.objects.create(label="kite", pattern=r"KITE-\d+")
    return Case(
        f"/desk/learning/entities/patterns/{numbers.id}/",
        {"label": "kite", "pattern": r"KITE-\d{3}"},
        lambda: EntityPattern.objects.update(label="kite_number"),
        "Label",
        lambda: EntityPattern.objects.get().label == "kite_number",
    )


def names() -> Case:
    save_names("kite", {"Red kite": ()})
    return Case(
        "/desk/learning/entities/names/kite/",
        {"names": "Red kite\nBlack kite"},
        lambda: save_names("kite", {"Red kite": (), "White kite": ()}),
        "Names",
        lambda: list(read_names("kite")) == ["Red kite", "White kite"],
    )


def intent() -> Case:
    kites = Intent.objects.create(slug="kites", title="Kites")
    return Case(
        f"/desk/learning/intents/{kites.id}/",
        {"title": "Lost kites", "examples": "My kite fell\nA kite fell"},
        lambda: Intent.objects.update(description="About kites."),
        "Description",
        lambda: Intent.objects.get().description == "About kites.",
    )


def stored(page: str) -> str:
    found = re.search(r'name="stored" value="([^"]+)"', page)
    assert found, "The page says what it knows."
    return found[1]


@pytest.mark.parametrize("make", [agent, inbox, team, webhook, action, pattern, names, intent])
def test_it_is_named_and_taken_over_only_when_it_is_saved_again(
    administrator: Client, make: Callable[[], Case]
) -> None:
    case = make()
    form = case.form | {"stored": stored(shown(administrator, case.path))}
    case.change()
    refused = shown(administrator, case.path, form)
    assert f"Somebody changed “{case.named}” while you wrote." in refused
    assert case.is_kept()
    assert next(iter(case.form.values())).split("\n")[-1] in refused

    again = shown(administrator, case.path, form | {"stored": stored(refused)})
    assert "Somebody changed" not in again
    assert not case.is_kept()


def test_examples_of_two_come_together_without_a_question(administrator: Client) -> None:
    case = intent()
    form = case.form | {"stored": stored(shown(administrator, case.path))}
    Example.objects.create(intent=Intent.objects.get(), text="Our kite fell")
    assert "Somebody changed" not in shown(administrator, case.path, form)
    assert Example.objects.count() == 3


def test_what_was_not_changed_is_saved_at_once(administrator: Client) -> None:
    case = inbox()
    form = case.form | {"stored": stored(shown(administrator, case.path))}
    assert "is saved" in shown(administrator, case.path, form)
    for nonsense in ("x", "=", "nobody=knows=this"):
        assert "is saved" in shown(administrator, case.path, case.form | {"stored": nonsense})
