"""Alice is an agent, with the desk open in her browser, and a contact has written."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Agent, Role
from apps.conversations.models import Message
from tests.factories import make_message
from tests.integration.desk.staff import browser_of, hire


@pytest.fixture
def alice(db: None) -> Agent:
    return hire(Role.AGENT)


@pytest.fixture
def client(alice: Agent) -> Client:
    return browser_of(alice)


@pytest.fixture
def message(db: None) -> Message:
    return make_message()
