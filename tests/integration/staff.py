"""Alice the agent, Bob the supervisor and Charlie the administrator, each with a browser."""

from __future__ import annotations

from django.test import Client

from apps.accounts.models import Agent, Role
from tests.factories import make_agent

NAMES = {Role.AGENT: "Alice", Role.SUPERVISOR: "Bob", Role.ADMINISTRATOR: "Charlie"}


def hire(role: Role, name: str = "") -> Agent:
    """Somebody of this role, by the name that everybody of it has here."""
    is_superuser = role == Role.ADMINISTRATOR
    return make_agent(name or NAMES[role], role=role, is_superuser=is_superuser)


def browser_of(agent: Agent) -> Client:
    """In which they have signed in."""
    client = Client()
    client.force_login(agent)
    return client
