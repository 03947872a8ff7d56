"""A conversation is never left with an agent who has gone, or who may not see it any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role, Team
from apps.assist.activity import list_activity
from apps.assist.executions.performing import perform_action
from apps.assist.executions.undoing import undo_action
from apps.assist.models import Execution
from apps.conversations.actions import receive_message
from apps.conversations.handling import assign, reopen, resolve
from apps.conversations.listing.filtering import ConversationFilter
from apps.conversations.models import Conversation, Inbox
from apps.conversations.person_requests import request_person
from apps.conversations.queries import list_rows
from apps.dispatch.models import Event
from apps.knowledge.models import Action
from tests.factories import make_agent
from tests.integration.desk.pages import shown
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db

INBOX = {"language": "en", "position": "right"}


@pytest.fixture
def administrator(db: None) -> Client:
    return browser_of(hire(Role.ADMINISTRATOR, "Ada"))


@pytest.fixture
def taken(conversation: Conversation, alice: Agent, orders: Team) -> Conversation:
    """Alice has it, as one of her team."""
    assign(conversation.id, by=alice, team=orders)
    return assign(conversation.id, by=alice, agent=alice)


def save_alice(administrator: Client, alice: Agent, changed: dict[str, str]) -> None:
    given = {"display_name": "Alice Smith", "role": "agent", "team": str(alice.team_id)}
    shown(administrator, f"/desk/settings/agents/{alice.id}/", given | changed)


def is_everybodys(conversation: Conversation, bob: Agent) -> bool:
    """Whether a colleague finds it among those that nobody has, and still as the team's."""
    lists = [list_rows(ConversationFilter(whose=whose), bob) for whose in ("unassigned", "team")]
    return all([row.conversation for row in found.rows] == [conversation] for found in lists)


def test_who_moves_to_another_team_leaves_it_to_the_old_one(
    administrator: Client, taken: Conversation, alice: Agent, bob: Agent, repairs: Team
) -> None:
    save_alice(administrator, alice, {"is_active": "on", "display_name": "Alicia"})
    assert Conversation.objects.get().assigned_agent == alice
    save_alice(administrator, alice, {"is_active": "on", "team": str(repairs.id)})
    assert is_everybodys(taken, bob)


def test_who_supervises_no_more_keeps_what_their_team_may_see(
    administrator: Client, taken: Conversation, alice: Agent, bob: Agent, repairs: Team
) -> None:
    dana = make_agent("Dana", role="supervisor", team=repairs)
    assign(taken.id, by=alice, agent=dana)
    given = {"display_name": "Dana", "role": "agent", "is_active": "on", "team": str(repairs.id)}
    shown(administrator, f"/desk/settings/agents/{dana.id}/", given)
    assert is_everybodys(taken, bob)


@pytest.mark.parametrize(
    "door", ["/desk/settings/inboxes/{}/", "/admin/conversations/inbox/{}/change/"]
)
def test_who_may_not_see_an_inbox_any_more_leaves_what_is_in_it(
    administrator: Client, inbox: Inbox, taken: Conversation, repairs: Team, door: str
) -> None:
    dana = make_agent("Dana", role="supervisor")
    given = INBOX | {"name": inbox.name, "site_key": inbox.site_key, "secret": inbox.secret}
    shown(administrator, door.format(inbox.id), given | {"teams": [str(repairs.id)]})
    assert list(inbox.teams.all()) == [repairs]
    assert list_rows(ConversationFilter(whose="unassigned"), dana).rows


@pytest.mark.parametrize("door", ["message", "button", "colleague", "undoing"])
def test_what_was_resolved_comes_back_to_everybody(
    administrator: Client, taken: Conversation, alice: Agent, bob: Agent, door: str
) -> None:
    action = Action.objects.create(slug="close", title="Close", effect="close")
    perform_action(action, taken.id, alice)
    save_alice(administrator, alice, {})
    assert Conversation.objects.get().assigned_agent == alice
    ways: dict[str, Callable[[], object]] = {
        "message": partial(receive_message, taken.id, "It is broken again"),
        "button": partial(request_person, taken.id),
        "colleague": partial(reopen, taken.id, bob),
        "undoing": partial(undo_action, Execution.objects.get().id, taken.id, bob),
    }
    ways[door]()
    assert is_everybodys(taken, bob)
    assert Event.objects.filter(kind="conversation.assigned").count() == 3
    said = [activity.sentence for activity in list_activity(taken.id)]
    assert "Given back, because who had this has left or may not see it any more" in said


def test_what_was_resolved_comes_back_to_who_is_still_there(
    taken: Conversation, alice: Agent
) -> None:
    resolve(taken.id, alice)
    receive_message(taken.id, "It is broken again")
    assert Conversation.objects.get().assigned_agent == alice


def test_djangos_admin_takes_no_rights_away_and_leaves_nothing_behind(
    administrator: Client, taken: Conversation, alice: Agent
) -> None:
    given = {"email": alice.email, "display_name": "Alicia", "role": "agent"}
    shown(administrator, f"/admin/accounts/agent/{alice.id}/change/", given)
    alice.refresh_from_db()
    assert (alice.display_name, alice.is_active) == ("Alicia", True)
