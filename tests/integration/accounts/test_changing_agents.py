"""Nobody can lock out the last administrator, and a team keeps what it closes closed."""

from __future__ import annotations

import pytest

from apps.accounts.actions import (
    ChangeRefused,
    create_agent,
    delete_team,
    revoke_api_token,
    update_agent,
)
from apps.accounts.models import Agent, Role, Team
from apps.accounts.tokens import TokenRefused, create_api_token, find_api_token
from tests.factories import make_inbox
from tests.integration.staff import hire

pytestmark = pytest.mark.django_db


def test_administrators_cannot_take_their_own_rights_away(charlie: Agent) -> None:
    changed = Agent.objects.get(id=charlie.id)
    changed.role = Role.AGENT
    with pytest.raises(ChangeRefused, match="your own rights"):
        update_agent(changed, by=charlie)
    changed = Agent.objects.get(id=charlie.id)
    changed.is_active = False
    with pytest.raises(ChangeRefused, match="your own rights"):
        update_agent(changed, by=charlie)


def test_who_was_demoted_a_moment_ago_cannot_demote_anybody(charlie: Agent) -> None:
    dana = hire(Role.ADMINISTRATOR, "Dana")
    demoted = Agent.objects.get(id=charlie.id)
    demoted.role = Role.AGENT
    update_agent(demoted, by=dana)
    dana.role = Role.AGENT
    with pytest.raises(ChangeRefused, match="no administrator any more"):
        update_agent(dana, by=charlie)
    assert Agent.objects.get(id=dana.id).role == Role.ADMINISTRATOR


def test_a_demoted_administrator_loses_the_rights_in_djangos_admin_too(charlie: Agent) -> None:
    dana = hire(Role.ADMINISTRATOR, "Dana")
    dana.role = Role.SUPERVISOR
    update_agent(dana, by=charlie)
    assert not Agent.objects.get(id=dana.id).is_superuser


def test_a_new_agent_cannot_sign_in_before_they_chose_a_password() -> None:
    agent = create_agent("alice@example.com", "Alice", Role.AGENT, None)
    assert not agent.has_usable_password()


def test_a_team_that_somebody_or_something_belongs_to_stays() -> None:
    team = Team.objects.create(name="Repairs")
    inbox = make_inbox()
    inbox.teams.add(team)
    with pytest.raises(ChangeRefused, match="in use"):
        delete_team(team)
    inbox.teams.clear()
    agent = create_agent("alice@example.com", "Alice", Role.AGENT, team)
    with pytest.raises(ChangeRefused, match="in use"):
        delete_team(team)
    agent.delete()
    delete_team(team)
    assert not Team.objects.exists()


def test_a_revoked_token_opens_nothing() -> None:
    token = create_api_token("importer", Role.AGENT)
    found = find_api_token(token)
    assert found.role == Role.AGENT
    revoke_api_token(found)
    with pytest.raises(TokenRefused):
        find_api_token(token)
