"""The same journey with every pool a process of its own, over RabbitMQ."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.callers import Contact, look_up
from tests.acceptance.one_process import QUESTIONS, FirstDay
from tests.processes import MANAGE
from tests.services import Services

# What is equally good may change places further down the list.
LOOKED_AT = 6
NEAR = 0.005


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_message_fares_in_separate_pools_as_it_does_in_one_process(
    services: Services, first_day: FirstDay, question: str
) -> None:
    contact = Contact.begin(services.address)
    answer = contact.ask(question)
    api_token = services.run(*MANAGE, "create_api_token", "--name", "journey")
    here = look_up(services.address, api_token, answer["id"])
    there = first_day.seen[question]
    assert answer["status"] == "done"
    assert describe(here) == describe(there)


def describe(message: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on when and where a message was written."""
    prediction = message["prediction"]
    return {
        "decision": message["decision"],
        "reply": message["reply"] and message["reply"]["text"],
        "intent": prediction["intent"]["label"],
        "sentiment": prediction["sentiment"]["label"],
        "entities": prediction["entities"],
        "model_version": prediction["model_version"],
        "suggestions": {
            (each["kind"], each["title"], each["text"]): pytest.approx(each["confidence"], abs=NEAR)
            for each in message["suggestions"][:LOOKED_AT]
        },
    }
