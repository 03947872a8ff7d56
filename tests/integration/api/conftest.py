from __future__ import annotations

import pytest

from apps.accounts.tokens import create_api_token
from apps.conversations.models import Inbox
from tests.factories import make_inbox
from tests.integration.api.callers import Caller, ContactCaller, agent_caller


@pytest.fixture
def inbox(db: None) -> Inbox:
    return make_inbox(secret="s3cret", allowed_origins=["https://shop.example"])


@pytest.fixture
def contact(inbox: Inbox) -> ContactCaller:
    return ContactCaller()


@pytest.fixture
def agent(inbox: Inbox) -> Caller:
    return agent_caller(create_api_token("tests"))
