"""Inboxes in Django's own admin."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Role
from apps.conversations.models import Inbox, Message
from tests.factories import make_inbox, make_message
from tests.integration.desk.pages import shown
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return browser_of(hire(Role.ADMINISTRATOR, "Dana Smith"))


def test_what_is_deleted_with_an_inbox_is_counted_and_not_listed(administrator: Client) -> None:
    inbox, kept = make_inbox(), make_message(inbox=make_inbox("kept"))
    messages = [make_message(inbox=inbox) for _ in range(3)]
    address = f"/admin/conversations/inbox/{inbox.id}/delete/"
    page = shown(administrator, address)
    assert "Messages: 3" in page
    assert str(messages[0].id) not in page
    assert "was deleted successfully" in shown(administrator, address, {"post": "yes"})
    assert Message.objects.get() == kept


def test_several_inboxes_can_be_deleted_together(administrator: Client) -> None:
    inboxes = [make_message(inbox=make_inbox(key)).conversation.inbox for key in ("one", "two")]
    chosen = {"action": "delete_selected", "_selected_action": [each.id for each in inboxes]}
    assert "Messages: 2" in shown(administrator, "/admin/conversations/inbox/", chosen)
    shown(administrator, "/admin/conversations/inbox/", chosen | {"post": "yes"})
    assert not Inbox.objects.exists()
