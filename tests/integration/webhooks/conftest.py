from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.webhooks.models import Webhook
from tests.emptying.tables import empty_tables
from tests.integration.webhooks.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def database(transactional_db: None) -> None:
    """Real commits, because nothing is sent inside a transaction."""
    empty_tables()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def webhook(receiver: Receiver) -> Webhook:
    """The receiver stands on this machine, so that an administrator must have allowed it."""
    return Webhook.objects.create(name="Warehouse", url=receiver.url, allow_private=True)
