from __future__ import annotations

import pytest

from apps.accounts.models import Agent, Team
from apps.assist.models import Suggestion
from apps.conversations.models import Conversation
from tests.factories import finish_message, make_agent, make_inbox, make_message, make_team


@pytest.fixture
def orders(db: None) -> Team:
    return make_team("Orders")


@pytest.fixture
def alice(orders: Team) -> Agent:
    return make_agent("Alice Smith", team=orders)


@pytest.fixture
def bob(orders: Team) -> Agent:
    return make_agent("Bob Jones", team=orders)


@pytest.fixture
def suggestion(db: None) -> Suggestion:
    """A reply to a contact who waits."""
    message = make_message(inbox=make_inbox())
    return finish_message(message.id).suggestions.get(kind="reply")


@pytest.fixture
def conversation(suggestion: Suggestion) -> Conversation:
    return suggestion.prediction.message.conversation
