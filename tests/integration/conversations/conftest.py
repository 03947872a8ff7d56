"""Alice is the agent, Bob her team-mate, Charlie of another team."""

from __future__ import annotations

import pytest

from apps.accounts.models import Agent, Team
from apps.conversations.models import Conversation, Inbox
from tests.factories import make_agent, make_inbox, make_message, make_team


@pytest.fixture
def orders(db: None) -> Team:
    return make_team("Orders")


@pytest.fixture
def repairs(db: None) -> Team:
    return make_team("Repairs")


@pytest.fixture
def alice(orders: Team) -> Agent:
    return make_agent("Alice Smith", team=orders)


@pytest.fixture
def bob(orders: Team) -> Agent:
    return make_agent("Bob Jones", team=orders)


@pytest.fixture
def charlie(repairs: Team) -> Agent:
    return make_agent("Charlie Brown", team=repairs)


@pytest.fixture
def inbox(orders: Team) -> Inbox:
    """Of Alice's and Bob's team alone."""
    inbox = make_inbox("orders")
    inbox.teams.add(orders)
    return inbox


@pytest.fixture
def conversation(inbox: Inbox) -> Conversation:
    """One in which a contact waits."""
    return make_message(inbox=inbox).conversation
