"""Assigning, resolving, snoozing, tagging and acting from the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.actions import receive_message
from apps.conversations.models import Conversation, Message
from apps.knowledge.models import Action
from tests.factories import make_team

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db


def do(client: Client, message: Message, act: str, **fields: object) -> Response:
    return client.post(f"/desk/c/{message.conversation_id}/{act}/", fields)


def conversation() -> Conversation:
    return Conversation.objects.get()


def test_given_to_an_agent_then_to_a_team_then_to_nobody(
    client: Client, alice: Agent, message: Message
) -> None:
    team = make_team()
    do(client, message, "assign", to=f"agent:{alice.id}")
    assert conversation().assigned_agent == alice
    head = do(client, message, "assign", to=f"team:{team.id}").content.decode()
    assert f'value="team:{team.id}" selected' in head
    assert (conversation().assigned_agent, conversation().assigned_team) == (None, team)
    do(client, message, "assign", to="")
    assert conversation().assigned_team is None


def test_nobody_who_is_not_there_can_be_given_anything(client: Client, message: Message) -> None:
    for nobody in (f"agent:{message.id}", "team:nonsense", "agent:"):
        assert do(client, message, "assign", to=nobody).status_code == 404


def test_resolved_and_opened_again(client: Client, message: Message) -> None:
    assert "Resolved" in do(client, message, "resolve", seen=1).content.decode()
    assert conversation().status == "resolved"
    assert "Reopen" not in do(client, message, "reopen").content.decode()
    assert conversation().status == "open"


def test_what_was_not_read_is_not_resolved(client: Client, message: Message) -> None:
    receive_message(message.conversation_id, "And one more thing")
    refused = do(client, message, "resolve", seen=1)
    assert refused.status_code == 409
    assert "written again" in refused.content.decode()
    assert conversation().status == "open"


def test_snoozed_until_a_moment_to_come(client: Client, message: Message) -> None:
    until = timezone.now() + timedelta(hours=3)
    assert do(client, message, "snooze", until=until.isoformat()).status_code == 200
    assert conversation().snoozed_until == until
    for wrong in ("2020-01-01T09:00:00Z", "2999-01-01T09:00:00", "2026-99-99", "soon", ""):
        assert do(client, message, "snooze", until=wrong).status_code == 409


def test_priority_and_tags(client: Client, message: Message) -> None:
    do(client, message, "priority", priority="urgent")
    head = do(client, message, "tag", tag="VIP Customer").content.decode()
    assert (conversation().priority, conversation().tags) == ("urgent", ["vip-customer"])
    assert "Remove the tag vip-customer" in head
    do(client, message, "untag", tag="vip-customer")
    assert conversation().tags == []
    assert do(client, message, "priority", priority="huge").status_code == 409


def test_an_action_says_what_it_will_do_before_it_does_it(client: Client, message: Message) -> None:
    action = Action.objects.create(
        slug="vip", title="Mark as VIP", effect="tag", parameters={"tag": "vip"}
    )
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    assert "Adds the tag vip." in client.get(path).content.decode()
    assert conversation().tags == []
    assert client.post(f"{path}perform/").status_code == 204
    assert conversation().tags == ["vip"]


def test_an_action_that_is_not_possible_says_why_and_is_refused(
    client: Client, message: Message
) -> None:
    action = Action.objects.create(
        slug="give", title="Give away", effect="assign", parameters={"team": "Nobody"}
    )
    path = f"/desk/c/{message.conversation_id}/actions/{action.id}/"
    preview = client.get(path).content.decode()
    assert "There is no team" in preview
    assert "disabled" in preview
    assert client.post(f"{path}perform/").status_code == 409
