"""What messages mention, from the first stage to the tables, and what was taught on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps

from apps.assist.mentions import Mention, list_mentions
from apps.conversations.actions import receive_message, start_conversation
from apps.conversations.models import Conversation, Inbox, Message, Note
from apps.learning.entities import save_names, save_pattern
from apps.learning.models import EntityPattern
from tests.integration.stages.chains import (
    ask,
    facts_of,
    run_lane,
)
from workers.contracts.pipelines import Lane
from workers.loaded.lexicon import lexicon

NOON_IN_LONDON = datetime(2024, 11, 20, 12, tzinfo=UTC)


def mentions_of(message: Message) -> list[Mention]:
    facts = facts_of(message)
    assert facts.prediction is not None
    found = list_mentions(facts.message, facts.prediction)
    assert all(facts.message.text[each.start : each.end] == each.text for each in found)
    return found


def values_of(message: Message) -> dict[str, str | None]:
    return {each.label: each.value for each in mentions_of(message)}


def write_at(conversation: Conversation, text: str, moment: datetime) -> Message:
    message = receive_message(conversation.id, text)
    Message.objects.filter(id=message.id).update(created_at=moment)
    return message


@pytest.fixture
def forget_taught(company: Inbox) -> None:
    """As when the next look at the tables is due."""
    lexicon.cache_clear()


@pytest.mark.parametrize(
    ("zone", "value"),
    [
        ("Pacific/Auckland", "2024-11-22T15:00+13:00"),
        ("America/New_York", "2024-11-21T15:00-05:00"),
        ("", "2024-11-21T15:00+00:00"),
    ],
)
def test_tomorrow_is_that_of_the_contact(company: Inbox, zone: str, value: str) -> None:
    conversation = start_conversation(company, zone=zone)
    message = write_at(conversation, "Please call me tomorrow at 3pm", NOON_IN_LONDON)
    run_lane(Lane.LIVE)
    assert values_of(message)["datetime"] == value


def test_a_parcels_number_is_no_phone_number(company: Inbox) -> None:
    facts = ask(company, "My FedEx parcel 9865 7878 8855 is lost, call +49 151 23456789")
    assert values_of(facts.message) == {
        "tracking_number": "FedEx 986578788855",
        "phone": "+4915123456789",
    }


def test_what_is_taught_reaches_a_pool_that_runs(company: Inbox, forget_taught: None) -> None:
    text = "TK 415-555-2671 is about the Quilon lamp, my number is 415-555-2672"
    before = ask(company, text)
    assert "ticket" not in values_of(before.message)
    save_pattern(EntityPattern(label="ticket", pattern=r"\bTK [\d-]{12}"))
    save_names("product", {"Quillon lamp": ("the Q",)})
    lexicon.cache_clear()
    found = [
        (each.label, each.text, each.value) for each in mentions_of(ask(company, text).message)
    ]
    assert found == [
        ("ticket", "TK 415-555-2671", "TK 415-555-2671"),
        ("product", "Quilon lamp", "Quillon lamp"),
        ("phone", "415-555-2672", None),
    ]


def test_a_hostile_pattern_that_an_import_brought_stops_no_message(
    company: Inbox, forget_taught: None
) -> None:
    EntityPattern.objects.create(label="bad", pattern=r"(a+)+\1(")
    EntityPattern.objects.create(label="slow", pattern=r"(a|aa)+b")
    assert values_of(ask(company, "a" * 5000 + " #10432").message) == {"order_number": "10432"}
    EntityPattern.objects.filter(label__in=["bad", "slow"]).delete()


PLANTED = {
    "email": "q.zanzibar@planted.example",
    "phone": "+49 151 98765432",
    "iban": "DE89 3704 0044 0532 0130 00",
}


def test_what_is_personal_is_in_the_message_row_and_in_no_other_table(company: Inbox) -> None:
    facts = ask(company, f"Hello, my data: {'; '.join(PLANTED.values())}. Where is #10432?")
    assert values_of(facts.message) == {
        "email": "q.zanzibar@planted.example",
        "phone": "+4915198765432",
        "iban": "DE89370400440532013000",
        "order_number": "10432",
    }
    written = (*PLANTED.values(), *(value for value in values_of(facts.message).values() if value))
    personal = [each for each in written if each != "10432"]
    for model in (m for config in apps.get_app_configs() for m in config.get_models()):
        if model in (Message, Note):
            continue
        for row in model._default_manager.values():
            held = json.dumps(row, default=_plainly, ensure_ascii=False)
            assert not [each for each in personal if each in held], model


def _plainly(value: Any) -> str:
    content = isinstance(value, bytes | memoryview)
    return bytes(value).decode(errors="replace") if content else str(value)
