"""An index serves only the very expression that it was made of, and says nothing when it does not.

Tables of tests are small: Postgres is told to shun what it would do with them anyway.
"""

from __future__ import annotations

import pytest
from django.db import connection

from apps.accounts.models import Agent
from apps.conversations.listing.filtering import ConversationFilter, narrow, put_in_order
from apps.conversations.models import Conversation


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (ConversationFilter("", search="parcel"), "message_search"),
        (ConversationFilter("", search="parcel"), "contact_search"),
        (ConversationFilter("", tag="return"), "conversation_tags"),
        (ConversationFilter("open"), "conversation_live"),
        (ConversationFilter(""), "conversations_conversation_last_message_at"),
        (ConversationFilter("", intent="refund"), "prediction_reading"),
        (ConversationFilter("", intent="refund", sentiment="negative"), "prediction_reading"),
    ],
)
def test_a_filter_is_served_by_its_index(
    alice: Agent, wanted: ConversationFilter, index: str
) -> None:
    found = put_in_order(narrow(Conversation.objects.all(), wanted, alice), wanted)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in found.explain()
