"""Changes agents, teams and tokens. Every function is one transaction."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from apps.accounts.models import Agent, ApiToken, Role, Team


class ChangeRefused(Exception):
    """A change that would lock somebody out; the sentence says what to do instead."""


@transaction.atomic
def create_agent(email: str, display_name: str, role: str, team: Team | None) -> Agent:
    """A new agent, who cannot sign in before they have opened their invitation."""
    return Agent.objects.create_user(
        email, display_name=display_name, team=team, role=role, is_superuser=_is_super(role)
    )


@transaction.atomic
def update_agent(agent: Agent, *, by: Agent) -> None:
    """Store what an administrator changed about an agent: name, role, team, active or not.

    Raises ChangeRefused when `by` takes their own rights away: so an administrator always remains.
    Two who demote each other are serialised by a lock.
    """
    administrators = _lock_administrators()
    if by.id not in administrators:
        raise ChangeRefused("You are no administrator any more; ask one to do this.")
    if agent.id == by.id and not (agent.is_active and agent.role == Role.ADMINISTRATOR):
        raise ChangeRefused(
            "You cannot take your own rights away; ask another administrator to do it."
        )
    agent.is_superuser = _is_super(agent.role)
    agent.save(update_fields=["display_name", "role", "is_superuser", "team", "is_active"])


def make_invitation(agent: Agent) -> tuple[str, str]:
    """(id, token) of a link by which the agent chooses a password: once, and within days."""
    return urlsafe_base64_encode(force_bytes(agent.pk)), default_token_generator.make_token(agent)


@transaction.atomic
def delete_team(team: Team) -> None:
    """Remove a team that nobody is in and nothing is kept for.

    Raises ChangeRefused for a team in use: an inbox without teams is open to all agents, and a
    token without a team sees more.
    """
    team = Team.objects.select_for_update().get(id=team.id)
    tokens = team.api_tokens.filter(revoked_at=None)
    if team.agents.exists() or team.inboxes.exists() or tokens.exists():
        raise ChangeRefused("This team is in use; move its agents, inboxes and tokens first.")
    team.delete()


@transaction.atomic
def revoke_api_token(api_token: ApiToken) -> None:
    """Revoke a token; revoked again, it keeps the time of the first."""
    ApiToken.objects.filter(id=api_token.id, revoked_at=None).update(revoked_at=timezone.now())


def _lock_administrators() -> set[object]:
    active = Agent.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("id")
    # FOR NO KEY UPDATE: transactions that write messages meanwhile must not wait.
    return set(active.select_for_update(no_key=True).values_list("id", flat=True))


def _is_super(role: str) -> bool:
    """Whether Django's admin is open to this role."""
    return role == Role.ADMINISTRATOR
