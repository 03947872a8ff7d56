"""Actions in the desk: what each needs, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Team
from apps.conversations.models import Inbox
from apps.knowledge.models import Action, Macro
from apps.webhooks.models import Webhook
from tests.factories import make_inbox
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("effect", "given", "parameters"),
    [
        ("assign", {"team": "Repairs"}, {"team": "Repairs"}),
        ("set_priority", {"priority": "urgent"}, {"priority": "urgent"}),
        ("tag", {"tag": "return"}, {"tag": "return"}),
        ("snooze", {"hours": "48"}, {"hours": 48}),
        ("escalate", {"role": "supervisor"}, {"role": "supervisor"}),
        ("close", {}, {"outcome": "resolved"}),
        ("send_macro", {"macro": "thanks"}, {"macro": "thanks"}),
        (
            "webhook",
            {"webhook": "Warehouse"},
            {"webhook": "Warehouse"},
        ),
    ],
)
def test_each_effect_asks_for_what_it_needs(
    supervisor: Client, macro: Macro, effect: str, given: dict[str, str], parameters: dict[str, Any]
) -> None:
    Team.objects.create(name="Repairs")
    Webhook.objects.create(name="Warehouse", url="https://warehouse.example")
    path = f"/desk/knowledge/actions/new/{effect}/"
    page = shown(supervisor, path)
    assert all(f'name="{name}"' in page for name in given)
    assert "is saved" in shown(supervisor, path, {"title": "Do it", "description": ""} | given)
    action = Action.objects.get()
    assert (action.effect, action.parameters) == (effect, parameters)
    again = shown(supervisor, f"/desk/knowledge/actions/{action.id}/")
    assert all(str(value) in again for value in given.values())


def test_an_action_keeps_what_it_needs_and_when_it_is_offered(supervisor: Client) -> None:
    inbox = make_inbox()
    given = {
        "title": "Close it",
        "required_inputs": ["order_number"],
        "optional_inputs": ["order_number", "contact.email"],
        "priorities": ["high"],
        "inboxes": [inbox.name],
        "without_tags": "vip, new",
    }
    shown(supervisor, "/desk/knowledge/actions/new/close/", given)
    action = Action.objects.get()
    assert action.inputs == {"order_number": True, "contact.email": False}
    assert action.conditions == {
        "priorities": ["high"],
        "inboxes": [inbox.name],
        "without_tags": ["vip", "new"],
    }
    assert "vip, new" in shown(supervisor, f"/desk/knowledge/actions/{action.id}/")
    wrong = {"title": "x", "priorities": ["huge"]}
    assert "errorlist" in shown(supervisor, "/desk/knowledge/actions/new/close/", wrong)


@pytest.mark.parametrize(
    ("effect", "given"),
    [
        ("assign", {"team": "Nobody"}),
        ("snooze", {"hours": "0"}),
        ("escalate", {"role": "agent"}),
        ("tag", {"tag": "x" * 51}),
        ("tag", {"tag": "!!!"}),
        ("tag", {"tag": "of-{{ email }}"}),
        ("tag", {"tag": "of-{{ order_number"}),
        ("webhook", {"webhook": "Gone"}),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(
    supervisor: Client, effect: str, given: dict[str, str]
) -> None:
    path = f"/desk/knowledge/actions/new/{effect}/"
    page = shown(supervisor, path, {"title": "Do it"} | given)
    assert "errorlist" in page
    assert not Action.objects.exists()


def test_an_effect_that_does_not_exist_is_not_found(supervisor: Client) -> None:
    shown(supervisor, "/desk/knowledge/actions/new/explode/", status=404)


def test_a_renamed_inbox_is_still_the_one_that_an_action_is_offered_in(
    administrator: Client,
) -> None:
    inbox, other = make_inbox(), Inbox.objects.create(name="Other")
    conditions = {"inboxes": [inbox.name, other.name]}
    Action.objects.create(slug="a", title="A", effect="close", conditions=conditions)
    Action.objects.create(slug="b", title="B", effect="close")
    shown(
        administrator,
        f"/desk/settings/inboxes/{inbox.id}/",
        {"name": "Shop", "language": "en", "position": "right"},
    )
    assert Action.objects.get(slug="a").conditions == {"inboxes": ["Shop", "Other"]}
    assert Action.objects.get(slug="b").conditions == {}


def test_what_an_action_names_and_is_gone_is_not_replaced_by_something_else(
    supervisor: Client,
) -> None:
    Team.objects.create(name="Accounts")
    conditions = {"inboxes": ["Closed shop"]}
    parameters = {"team": "Repairs"}
    action = Action.objects.create(
        slug="a", title="A", effect="assign", parameters=parameters, conditions=conditions
    )
    path = f"/desk/knowledge/actions/{action.id}/"
    page = shown(supervisor, path)
    assert "Repairs is gone; choose another" in page
    assert "Closed shop (is gone)" in page

    given = {"title": "Given", "description": "", "inboxes": ["Closed shop"]}
    assert "This field is required" in shown(supervisor, path, given | {"team": ""})
    assert "is saved" in shown(supervisor, path, given | {"team": "Accounts"})
    action.refresh_from_db()
    assert (action.parameters, action.conditions) == ({"team": "Accounts"}, conditions)
