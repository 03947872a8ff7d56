"""Which order a reply speaks of."""

from __future__ import annotations

import pytest

from apps.assist.filling import fill_variables
from apps.assist.models import Prediction
from apps.conversations.actions import receive_message
from apps.conversations.models import Conversation
from tests.factories import make_prediction


def understand(conversation: Conversation, *numbers: str) -> None:
    message = receive_message(conversation.id, " ".join(numbers))
    prediction = make_prediction(message)
    prediction.entities = [
        {"label": "order_number", "start": 0, "end": 1, "value": number} for number in numbers
    ]
    prediction.save()


def filled(conversation: Conversation) -> tuple[str, list[str]]:
    return fill_variables("{{ order_number }}", conversation)


@pytest.fixture(autouse=True)
def nothing_known(conversation: Conversation) -> None:
    Prediction.objects.all().delete()


def test_it_is_the_one_that_the_contact_wrote_last(conversation: Conversation) -> None:
    assert filled(conversation) == ("{{ order_number }}", ["order_number"])
    understand(conversation, "FL-1")
    understand(conversation, "FL-2", "FL-2")
    understand(conversation)
    assert filled(conversation) == ("FL-2", [])


def test_it_is_not_guessed_when_several_were_written_at_once(conversation: Conversation) -> None:
    understand(conversation, "FL-1")
    understand(conversation, "FL-2", "FL-3")
    assert filled(conversation) == ("{{ order_number }}", ["order_number"])
