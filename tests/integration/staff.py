"""Alice the agent, Bob the supervisor and Charlie the administrator, each with a browser."""

from __future__ import annotations

from django.test import Client

from apps.accounts.models import Agent, Role
from tests.factories import make_agent

NAMES = {Role.AGENT: "Alice", Role.SUPERVISOR: "Bob", Role.ADMINISTRATOR: "Charlie"}


def hire(role: Role, name: str = "") -> Agent:
    """Create an agent of this role, with the name of that role."""
    is_superuser = role == Role.ADMINISTRATOR
    return make_agent(name or NAMES[role], role=role, is_superuser=is_superuser)


def browser_of(agent: Agent) -> Client:
    """A client in which the agent has signed in."""
    client = Client()
    client.force_login(agent)
    return client
