from __future__ import annotations

import pytest

from apps.conversations.models import Message
from tests.factories import make_message


@pytest.fixture
def message(db: None) -> Message:
    """What a contact has written."""
    return make_message()
