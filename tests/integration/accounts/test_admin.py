"""Agents in Django's own admin, which only administrators reach."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role, Team
from tests.factories import PASSWORD, make_inbox, make_team
from tests.integration.desk.pages import shown
from tests.integration.staff import browser_of

pytestmark = pytest.mark.django_db

NEW = {"display_name": "Dana", "password1": PASSWORD, "password2": PASSWORD}


def add(administrator: Client, email: str) -> str:
    form = NEW | {"email": email, "role": Role.ADMINISTRATOR, "usable_password": "true"}
    return shown(administrator, "/admin/accounts/agent/add/", form)


def test_an_administrator_who_is_made_there_may_use_it(administrator: Client) -> None:
    add(administrator, "Dana@Firstline.Example")
    dana = Agent.objects.get(email="dana@firstline.example")
    assert shown(browser_of(dana), "/admin/accounts/agent/")


def test_one_address_is_one_agents(administrator: Client) -> None:
    add(administrator, "dana@firstline.example")
    assert "already exists" in add(administrator, "Dana@firstline.example")


def test_a_team_cannot_be_deleted_there_and_leave_its_inbox_open(administrator: Client) -> None:
    team = make_team()
    make_inbox().teams.add(team)
    shown(administrator, f"/admin/accounts/team/{team.id}/delete/", {"post": "yes"}, status=403)
    chosen = {"action": "delete_selected", "_selected_action": str(team.id), "post": "yes"}
    shown(administrator, "/admin/accounts/team/", chosen)
    assert Team.objects.get().inboxes.exists()
