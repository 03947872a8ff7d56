"""Alice the agent, Bob the supervisor and Charlie the administrator, each in a browser."""

from __future__ import annotations

from django.test import Client

from apps.accounts.models import Agent, Role

NAMES = {Role.AGENT: "Alice", Role.SUPERVISOR: "Bob", Role.ADMINISTRATOR: "Charlie"}
PASSWORD = "correct horse battery"


def hire(role: Role, name: str = "") -> Agent:
    name = name or NAMES[role]
    return Agent.objects.create_user(
        f"{name.lower()}@example.com",
        PASSWORD,
        display_name=name,
        role=role,
        is_superuser=role == Role.ADMINISTRATOR,
    )


def browser_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client
