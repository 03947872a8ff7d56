"""Assigning, resolving, snoozing, tagging and acting from the desk."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Agent
from apps.assist.executions.performing import perform_action
from apps.assist.models import Execution
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.models import Conversation, Message
from apps.knowledge.models import Action
from tests.factories import finish_message, make_inbox, make_message, make_team

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db


def do(agent: Client, message: Message, act: str, **fields: object) -> Response:
    return agent.post(f"/desk/c/{message.conversation_id}/{act}/", fields)


def conversation() -> Conversation:
    return Conversation.objects.get()


def test_given_to_an_agent_then_to_a_team_then_to_nobody(
    agent: Client, alice: Agent, message: Message
) -> None:
    team = make_team()
    do(agent, message, "assign", to=f"agent:{alice.id}")
    assert conversation().assigned_agent == alice
    head = do(agent, message, "assign", to=f"team:{team.id}").content.decode()
    assert f'value="team:{team.id}" selected' in head
    assert (conversation().assigned_agent, conversation().assigned_team) == (None, team)
    do(agent, message, "assign", to="")
    assert conversation().assigned_team is None


def test_nobody_who_is_not_there_can_be_given_anything(agent: Client, message: Message) -> None:
    for nobody in (f"agent:{message.id}", "team:nonsense", "agent:"):
        assert do(agent, message, "assign", to=nobody).status_code == 404


def test_a_conversation_is_resolved_and_reopened(agent: Client, message: Message) -> None:
    assert "Resolved" in do(agent, message, "resolve", seen=1).content.decode()
    assert conversation().status == "resolved"
    assert "Reopen" not in do(agent, message, "reopen").content.decode()
    assert conversation().status == "open"


def test_who_waited_waits_again_when_resolving_is_undone(agent: Client, message: Message) -> None:
    finish_message(message.id)
    page = f"/desk/c/{message.conversation_id}/"
    do(agent, message, "resolve", seen=1)
    do(agent, message, "reopen")
    assert "data-waiting-since" not in agent.get("/desk/list/").content.decode()
    do(agent, message, "resolve", seen=1)
    do(agent, message, "reopen", undo="on")
    assert "data-waiting-since" in agent.get("/desk/list/").content.decode()
    assert 'class="suggestion"' in agent.get(page).content.decode()

    send_reply(message.conversation_id, None, "It left today.")
    do(agent, message, "resolve", seen=2)
    do(agent, message, "reopen", undo="on")
    assert conversation().answered_sequence == 2


def test_what_was_not_read_is_not_put_away(agent: Client, message: Message) -> None:
    end = Action.objects.create(slug="end", title="End", effect="close", parameters={})
    perform, key = f"actions/{end.id}/perform", {"key": uuid4().hex}
    later = (timezone.now() + timedelta(hours=3)).isoformat()
    receive_message(message.conversation_id, "And one more thing")
    for refused in (
        do(agent, message, "resolve", seen=1),
        do(agent, message, "snooze", until=later, seen=1),
        do(agent, message, perform, **key, last_seen=1),
    ):
        assert refused.status_code == 409
        assert "written again" in refused.content.decode()
    assert conversation().status == "open"
    assert do(agent, message, perform, **key, last_seen=2).status_code == 204
    assert conversation().status == "resolved"


def test_snoozed_until_a_moment_to_come(agent: Client, message: Message) -> None:
    until = timezone.now() + timedelta(hours=3)
    assert do(agent, message, "snooze", until=until.isoformat()).status_code == 200
    assert conversation().snoozed_until == until
    for wrong in ("2020-01-01T09:00:00Z", "2999-01-01T09:00:00", "2026-99-99", "soon", ""):
        assert do(agent, message, "snooze", until=wrong).status_code == 409


def test_nothing_is_put_away_for_ever(agent: Client, message: Message) -> None:
    for wrong in ("2999-01-01T09:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"):
        refused = do(agent, message, "snooze", until=wrong)
        assert (refused.status_code, refused.content) == (
            409,
            b"Choose a time within the next year.",
        )
    assert agent.get("/desk/list/?status=snoozed").status_code == 200
    assert conversation().status == "open"


def test_priority_and_tags_are_set_and_bad_ones_refused(agent: Client, message: Message) -> None:
    do(agent, message, "priority", priority="urgent")
    head = do(agent, message, "tag", tag="VIP Customer").content.decode()
    assert (conversation().priority, conversation().tags) == ("urgent", ["vip-customer"])
    assert "Remove the tag vip-customer" in head
    do(agent, message, "untag", tag="vip-customer")
    assert conversation().tags == []
    assert do(agent, message, "priority", priority="huge").status_code == 409


def test_an_action_says_what_it_will_do_before_it_does_it(agent: Client, message: Message) -> None:
    action = Action.objects.create(
        slug="vip", title="Mark as VIP", effect="tag", parameters={"tag": "vip"}
    )
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    assert "Adds the tag vip." in agent.get(path).content.decode()
    assert conversation().tags == []
    for unknown in ("", "short", "a\0" + uuid4().hex, "x" * 65):
        assert agent.post(f"{path}perform/", {"key": unknown}).status_code == 409
    key = uuid4().hex
    for _ in range(2):
        assert agent.post(f"{path}perform/", {"key": key}).status_code == 204
    assert Execution.objects.count() == 1
    assert conversation().tags == ["vip"]
    page = agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    (undo,) = set(re.findall(r'data-url="([^"]*/undo/)"', page))
    assert agent.post(undo).status_code == 204
    assert conversation().tags == []
    assert "/undo/" not in agent.get(f"/desk/c/{message.conversation_id}/").content.decode()


def test_an_action_that_is_not_possible_says_why_and_is_refused(
    agent: Client, message: Message
) -> None:
    action = Action.objects.create(
        slug="give", title="Give away", effect="assign", parameters={"team": "Nobody"}
    )
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    preview = agent.get(path).content.decode()
    assert "There is no team" in preview
    assert "disabled" in preview
    assert agent.post(f"{path}perform/", {"key": uuid4().hex}).status_code == 409


def test_what_an_agent_fills_in_changes_what_is_shown(agent: Client, message: Message) -> None:
    tag = {"tag": "order-{{ order_number }}"}
    action = Action.objects.create(slug="o", title="Tag it", effect="tag", parameters=tag)
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    asked = agent.get(path).content.decode()
    assert 'name="given.order_number"' in asked
    assert "fill in the order number first" in asked
    filled = agent.post(path, {"given.order_number": "FL-7", "key": "k" * 20}).content.decode()
    assert "Adds the tag order-FL-7." in filled
    assert 'value="kkkkkkkkkkkkkkkkkkkk"' in filled


def test_an_action_that_is_not_for_here_is_listed_but_not_done(
    agent: Client, message: Message
) -> None:
    action = Action.objects.create(
        slug="vip",
        title="Mark as VIP",
        effect="tag",
        parameters={"tag": "vip"},
        conditions={"priorities": ["urgent"]},
    )
    assert "Mark as VIP" in agent.get(f"/desk/c/{message.conversation_id}/").content.decode()
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    assert "only for where the priority is urgent" in agent.get(path).content.decode()
    assert agent.post(f"{path}perform/", {"key": uuid4().hex}).status_code == 409


def test_nobody_undoes_what_another_team_did(agent: Client, bob: Agent, message: Message) -> None:
    inbox = make_inbox("foreign")
    inbox.teams.add(make_team("Wholesale"))
    action = Action.objects.create(slug="c", title="Close", effect="close")
    foreign = make_message(inbox=inbox).conversation
    perform_action(action, foreign.id, bob)
    undo = f"executions/{Execution.objects.get().id}/undo/"
    assert agent.post(f"/desk/c/{foreign.id}/{undo}").status_code == 404
    assert agent.post(f"/desk/c/{message.conversation_id}/{undo}").status_code == 404
