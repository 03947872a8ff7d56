"""What people did afterwards is judged anew when they think better of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.accounts.models import Agent
from apps.assist.actions import rate_message, record_outcome
from apps.assist.models import Prediction, Suggestion
from apps.automation.actions import judge_conversations
from apps.automation.judging import MEASURING, SETTLING, judge_what_happened
from apps.automation.models import Judgement
from apps.conversations.actions import receive_message
from apps.conversations.handling import reopen, resolve
from apps.conversations.models import Message
from apps.dispatch.models import Event
from apps.dispatch.numbering import number_events
from apps.learning.models import Intent
from tests.factories import finish_message, make_message, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def intent() -> Intent:
    return Intent.objects.create(slug="track_order", title="Where is my order")


def answered(message: Message, decision: str, reply: str | None = None) -> Prediction:
    prediction = finish_message(message.id, decision, reply)
    Prediction.objects.filter(id=prediction.id).update(answer_confidence=0.9)
    return prediction


def judge_all() -> bool | None:
    """Whether the only judgement there is says right, once all that happened has settled."""
    number_events()
    Event.objects.update(created_at=timezone.now() - SETTLING)
    judge_what_happened()
    return Judgement.objects.values_list("right", flat=True).first()


def test_what_was_resolved_by_mistake_praises_nobody(alice: Agent) -> None:
    message = make_message()
    answered(message, "auto_reply", "It is on its way.")
    resolve(message.conversation_id, alice)
    assert judge_all() is True
    reopen(message.conversation_id, alice, by_mistake=True)
    assert judge_all() is None


@pytest.mark.parametrize("kind", ["reply", "article"])
def test_a_reply_that_another_had_to_be_sent_beside_was_not_enough(kind: str) -> None:
    message = make_message()
    prediction = answered(message, "suggest")
    best = Suggestion.objects.get(prediction=prediction, kind="reply")
    beside = make_suggestion(prediction, 3, kind)
    record_outcome(best, "accepted")
    judge_conversations([message.conversation_id])
    assert Judgement.objects.get().right is True
    record_outcome(beside, "accepted")
    judge_conversations([message.conversation_id])
    assert Judgement.objects.get().right is False


def test_what_a_contact_asks_next_takes_no_praise_from_the_answer_before(alice: Agent) -> None:
    message = make_message()
    answered(message, "auto_reply", "It is on its way.")
    resolve(message.conversation_id, alice)
    assert judge_all() is True
    other = finish_message(receive_message(message.conversation_id, "Do you sell cards?").id)
    Prediction.objects.filter(id=other.id).update(
        intents=[{"label": "gift_card", "confidence": 0.9}]
    )
    assert judge_all() is True


def test_an_edit_that_nobody_measures_holds_up_no_thumb() -> None:
    """As where the feedback pool is away, or its lane paused."""
    edited = answered(make_message(), "suggest")
    best = Suggestion.objects.get(prediction=edited, kind="reply")
    record_outcome(best, "edited", text="Something else altogether.")
    question = make_message()
    answered(question, "auto_reply", "It is on its way.")
    rate_message(Message.objects.get(in_reply_to=question), "down")
    assert judge_all() is None
    Event.objects.update(created_at=timezone.now() - MEASURING)
    judge_what_happened()
    assert Judgement.objects.get().message == question
