"""One message through the three live stages, on a real Postgres and with real models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from apps.accounts.models import Agent
from apps.assist.queries import MessageFacts
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.handling import resolve
from apps.conversations.models import Conversation, Inbox
from apps.conversations.snoozing import snooze
from apps.dispatch.models import Event, Work
from apps.knowledge.models import Action, Macro
from tests.integration.stages.chains import (
    DELIVERY,
    ask,
    conversation_of,
    facts_of,
    recommend_all,
    run_lane,
    said_after,
    understand_all,
    write,
)
from workers.contracts.labels import TALK_TO_PERSON
from workers.contracts.pipelines import Lane


def test_a_message_ends_with_a_prediction_and_at_least_ten_suggestions(company: Inbox) -> None:
    facts = ask(company, "Where is my order FL-10432? My mail is bob@example.com")
    assert facts.state == Work.State.DONE
    prediction = facts.prediction
    assert prediction is not None
    assert prediction.intents[0]["label"] == "order_status"
    assert prediction.language == "en"
    assert set(prediction.timings_ms) == {"preprocessing", "inference", "recommendation"}
    assert len(facts.suggestions) >= 10
    assert [row.rank for row in facts.suggestions] == list(range(1, len(facts.suggestions) + 1))
    confidences = [row.confidence for row in facts.suggestions]
    assert confidences == sorted(confidences, reverse=True)
    assert {row.kind for row in facts.suggestions} == {"reply", "article", "action"}


@pytest.fixture
def conditioned(company: Inbox) -> Iterator[Action]:
    """An action that is for where an order number was written, and the tag VIP was not put."""
    snooze = Action.objects.filter(slug="snooze-until-delivery")
    snooze.update(conditions={"entities": ["order_number"], "without_tags": ["vip"]})
    yield snooze.get()
    snooze.update(conditions={})


def test_an_action_is_suggested_only_where_its_conditions_hold(
    company: Inbox, conditioned: Action
) -> None:
    first = ask(company, "Where is my order?")
    assert conditioned.id not in suggested_actions(first)
    for text in ("It has the number FL-10432", "So, where is my order?"):
        again = receive_message(first.message.conversation_id, text)
        run_lane(Lane.LIVE)
    assert conditioned.id in suggested_actions(facts_of(again))
    Conversation.objects.filter(id=first.message.conversation_id).update(tags=["vip"])
    tagged = receive_message(first.message.conversation_id, "Where is my order FL-10432?")
    run_lane(Lane.LIVE)
    assert conditioned.id not in suggested_actions(facts_of(tagged))


def suggested_actions(facts: MessageFacts) -> set[UUID | None]:
    return {each.action_id for each in facts.suggestions}


def test_entities_slice_the_stored_text_and_personal_ones_are_not_repeated(company: Inbox) -> None:
    facts = ask(company, "  Where  is FL-10432?\n\nMail  me: bob@example.com ")
    assert facts.prediction is not None
    found = {
        row["label"]: (facts.message.text[row["start"] : row["end"]], row.get("value"))
        for row in facts.prediction.entities
    }
    assert found == {
        "order_number": ("FL-10432", "FL-10432"),
        "email": ("bob@example.com", None),
    }
    assert "bob@" not in str(facts.prediction.__dict__)


def test_what_came_of_a_message_is_told_once(company: Inbox) -> None:
    facts = ask(company, DELIVERY)
    told = Event.objects.filter(message_id=facts.message.id).order_by("id")
    assert [event.kind for event in told] == ["message.received", "message.done"]
    done = told[1]
    assert facts.prediction is not None
    assert (done.inbox_id, done.conversation_id) == (company.id, facts.message.conversation_id)
    assert done.data == {"decision": facts.prediction.decision}


def test_a_clear_question_is_answered_once_by_the_bot(company: Inbox) -> None:
    facts = ask(company, DELIVERY)
    assert facts.prediction is not None
    assert facts.prediction.decision == "auto_reply"
    macro = Macro.objects.get(slug="delivery-times-reply")
    assert said_after(facts.message) == [("bot", macro.text)]
    assert facts.reply is not None
    assert facts.reply.in_reply_to_id == facts.message.id
    assert conversation_of(facts.message).status == "waiting"
    assert conversation_of(facts.message).answered_sequence == facts.reply.sequence


def test_the_bot_answers_a_conversation_only_once(company: Inbox) -> None:
    first = ask(company, DELIVERY).message
    second = receive_message(first.conversation_id, "Do you sell gift cards as well?")
    run_lane(Lane.LIVE)
    assert facts_of(second).reply is None
    assert said_after(second) == []
    assert conversation_of(second).status == "open"


@pytest.mark.parametrize(
    "text",
    [
        "Wie lange dauert die Lieferung nach Österreich, und was kostet der Versand?",
        "¿Cuánto tarda el envío a España y cuánto cuesta, por favor?",
    ],
)
def test_a_language_that_the_models_do_not_know_goes_to_a_human(company: Inbox, text: str) -> None:
    facts = ask(company, text)
    assert facts.prediction is not None
    assert facts.prediction.decision == "hand_off"
    assert re.search("writes (German|Spanish), which the models", facts.prediction.reason)
    assert facts.reply is None
    # The sample company has written nothing in them.
    assert list(facts.suggestions) == []


def test_a_request_for_a_person_is_announced_once(company: Inbox) -> None:
    first = ask(company, "I want to talk to a human")
    assert first.prediction is not None
    assert first.prediction.decision == "hand_off"
    assert said_after(first.message) == [("system", company.hand_off_text)]
    assert conversation_of(first.message).handed_off_at is not None
    again = receive_message(first.message.conversation_id, "A real person please!")
    run_lane(Lane.LIVE)
    assert facts_of(again).state == Work.State.DONE
    assert said_after(again) == []
    handed_off = Event.objects.filter(
        kind="conversation.handed_off", conversation_id=first.message.conversation_id
    )
    assert handed_off.count() == 1


def test_who_has_asked_for_a_person_is_understood_by_what_they_ask_then(company: Inbox) -> None:
    asked = ask(company, "I want to talk to a human").message
    then = receive_message(asked.conversation_id, "How do I set my scale to zero?")
    run_lane(Lane.LIVE)
    alone = ask(company, "How do I set my scale to zero?").prediction
    prediction = facts_of(then).prediction
    assert prediction is not None
    assert alone is not None
    assert prediction.intents == alone.intents
    assert prediction.intents[0]["label"] != TALK_TO_PERSON


def test_a_request_for_a_person_that_says_why_is_read_with_what_follows(company: Inbox) -> None:
    asked = ask(company, "A human please! How do I send my kettle back?").message
    then = receive_message(asked.conversation_id, "Hello?")
    run_lane(Lane.LIVE)
    alone = ask(company, "Hello?").prediction
    prediction = facts_of(then).prediction
    assert prediction is not None
    assert alone is not None
    assert prediction.intents != alone.intents


def test_once_a_human_has_it_the_bot_says_nothing(company: Inbox) -> None:
    first = ask(company, "I want to talk to a human").message
    second = receive_message(first.conversation_id, DELIVERY)
    run_lane(Lane.LIVE)
    facts = facts_of(second)
    assert facts.prediction is not None
    assert facts.prediction.decision == "suggest"
    assert said_after(second) == []


def test_an_agent_who_was_quicker_is_not_interrupted(company: Inbox) -> None:
    message = write(company, DELIVERY)
    payload = understand_all()
    send_reply(message.conversation_id, None, "Two days!")
    recommend_all(payload)
    facts = facts_of(message)
    assert facts.state == Work.State.DONE
    assert facts.prediction is not None
    assert facts.prediction.decision == "suggest"
    assert len(facts.suggestions) >= 10
    assert said_after(message) == [("agent", "Two days!")]
    assert conversation_of(message).status == "waiting"


def test_a_human_who_already_answered_is_not_announced(company: Inbox) -> None:
    message = write(company, "I want to talk to a human")
    payload = understand_all()
    send_reply(message.conversation_id, None, "Here I am!")
    recommend_all(payload)
    assert said_after(message) == [("agent", "Here I am!")]
    assert conversation_of(message).status == "waiting"
    assert conversation_of(message).handed_off_at is not None


@pytest.mark.parametrize("text", [DELIVERY, "I want to talk to a human"])
def test_what_an_agent_has_settled_gets_no_answer_any_more(company: Inbox, text: str) -> None:
    message = write(company, text)
    payload = understand_all()
    alice = Agent.objects.filter(email__startswith="alice").get()
    resolve(message.conversation_id, alice)
    recommend_all(payload)
    assert said_after(message) == []
    assert conversation_of(message).status == "resolved"


@pytest.mark.parametrize(
    ("text", "status"), [(DELIVERY, "snoozed"), ("I want to talk to a human", "open")]
)
def test_what_an_agent_has_snoozed_comes_back_when_they_said_or_when_a_person_was_promised(
    company: Inbox, text: str, status: str
) -> None:
    message = write(company, text)
    payload = understand_all()
    alice = Agent.objects.filter(email__startswith="alice").get()
    snooze(message.conversation_id, timezone.now() + timedelta(days=1), alice)
    recommend_all(payload)
    assert len(said_after(message)) == 1
    assert conversation_of(message).status == status


def test_a_stage_that_runs_twice_changes_nothing(company: Inbox) -> None:
    message = write(company, DELIVERY)
    payload = understand_all()
    for _ in range(2):
        recommend_all(payload)
    assert len(said_after(message)) == 1
    assert Event.objects.filter(kind="message.done", message_id=message.id).count() == 1


def test_a_turn_is_understood_as_a_whole(company: Inbox) -> None:
    first = write(company, "Hello! I have a question about my parcel, number FL-10432.")
    second = receive_message(first.conversation_id, "It arrived broken.")
    run_lane(Lane.LIVE)
    assert facts_of(first).state == Work.State.SUPERSEDED
    assert facts_of(first).superseded_by == second.id
    facts = facts_of(second)
    assert facts.prediction is not None
    assert facts.prediction.intents[0]["label"] == "damaged_item"


def test_a_claim_of_many_messages_gives_each_its_own_answer(company: Inbox) -> None:
    texts = {
        "How do I get my password back?": "account_access",
        "The jug arrived in pieces.": "damaged_item",
        "Do you sell gift cards?": "gift_card",
    }
    messages = {write(company, text): intent for text, intent in texts.items()}
    run_lane(Lane.LIVE)
    for message, intent in messages.items():
        facts = facts_of(message)
        assert facts.state == Work.State.DONE
        assert facts.prediction is not None
        assert facts.prediction.intents[0]["label"] == intent
