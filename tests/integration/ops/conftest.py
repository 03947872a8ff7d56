from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role


def sign_in(role: Role) -> Client:
    """A browser in which somebody of this role has signed in."""
    agent = Agent.objects.create_user(f"{role}@example.com", role=role, display_name="Alice")
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def agent(db: None) -> Client:
    return sign_in(Role.AGENT)


@pytest.fixture
def supervisor(db: None) -> Client:
    return sign_in(Role.SUPERVISOR)


@pytest.fixture
def administrator(db: None) -> Client:
    return sign_in(Role.ADMINISTRATOR)
