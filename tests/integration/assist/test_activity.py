"""The small sentences between the messages of a thread."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Agent, Role, Team
from apps.assist.actions import accept_suggestion, rate_message
from apps.assist.activity import list_activity
from apps.assist.executions.performing import perform_action
from apps.assist.models import Suggestion
from apps.conversations.events import record_about
from apps.conversations.hand_off import hand_off
from apps.conversations.handling import (
    add_tag,
    assign,
    remove_tag,
    reopen,
    resolve,
    set_priority,
    write_note,
)
from apps.conversations.models import Conversation, Tagging
from apps.conversations.snoozing import end_snooze, snooze
from apps.dispatch.models import Event
from apps.knowledge.models import Action, Macro
from tests.factories import make_agent, record_message_event
from workers.contracts.events import EventKind


def sentences(conversation: Conversation) -> list[str]:
    return [activity.sentence for activity in list_activity(conversation.id)]


def test_who_has_a_conversation_is_told_as_people_say_it(
    conversation: Conversation, alice: Agent, bob: Agent, orders: Team
) -> None:
    assign(conversation.id, by=alice, agent=alice)
    assign(conversation.id, by=alice, agent=bob)
    assign(conversation.id, by=bob, team=orders)
    assign(conversation.id, by=bob)
    assert sentences(conversation) == [
        "Alice Smith took this",
        "Alice Smith gave this to Bob Jones",
        "Bob Jones gave this to Orders",
        "Bob Jones gave this back to everybody",
    ]


def test_what_was_changed_is_told(conversation: Conversation, alice: Agent) -> None:
    set_priority(conversation.id, "urgent", alice)
    add_tag(conversation.id, "Return", alice)
    remove_tag(conversation.id, "return", alice)
    resolve(conversation.id, alice)
    reopen(conversation.id, alice)
    write_note(conversation.id, alice, "A note speaks for itself.")
    assert sentences(conversation) == [
        "Alice Smith set the priority to urgent",
        "Alice Smith added the tag return",
        "Alice Smith removed the tag return",
        "Alice Smith resolved this",
        "Alice Smith opened this again",
    ]


def test_the_words_of_a_tag_stand_in_no_event_and_are_erased_with_the_contact(
    conversation: Conversation, alice: Agent
) -> None:
    add_tag(conversation.id, "nora@example.com", alice)
    remove_tag(conversation.id, "nora-example-com", alice)
    assert sentences(conversation)[-1] == "Alice Smith removed the tag nora-example-com"
    assert "nora" not in str(list(Event.objects.values_list("data", flat=True)))
    conversation.contact.delete()
    assert "nora" not in str(sentences(conversation))
    assert not Tagging.objects.exists()


def test_an_event_of_an_earlier_release_still_names_its_tag(
    conversation: Conversation, alice: Agent
) -> None:
    record_about(conversation, EventKind.TAG_ADDED, by=alice, tag="return")
    assert sentences(conversation) == ["Alice Smith added the tag return"]


def test_a_snooze_is_told_with_its_end(conversation: Conversation, alice: Agent) -> None:
    until = (timezone.now() + timedelta(days=30)).replace(hour=9, minute=30)
    snooze(conversation.id, until, alice)
    Conversation.objects.update(snoozed_until=timezone.now() - timedelta(seconds=1))
    end_snooze(conversation.id)
    assert sentences(conversation) == [
        f"Alice Smith snoozed this until {until:%-d %b}, 09:30",
        "Open again after its snooze",
    ]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            "The contact asks for a person.",
            "Handed to a person because the contact asks for a person",
        ),
        ("", "Handed to a person"),
    ],
)
def test_a_hand_off_says_why_it_happened(
    suggestion: Suggestion, conversation: Conversation, reason: str, sentence: str
) -> None:
    suggestion.prediction.reason = reason
    suggestion.prediction.save()
    record_message_event("conversation.handed_off", suggestion.prediction.message)
    assert sentences(conversation) == [sentence]


def test_actions_are_told_by_their_title_but_not_what_was_made_of_a_message(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    action = Action.objects.create(
        slug="raise", title="Mark as urgent", effect="set_priority", parameters={"priority": "high"}
    )
    perform_action(action, conversation.id, alice)
    message = accept_suggestion(suggestion, alice)
    rate_message(message, "down")
    done = "Alice Smith set the priority to high with “Mark as urgent”"
    assert sentences(conversation) == [done]
    perform_action(action, conversation.id, alice)
    assert sentences(conversation) == [done, "Alice Smith used “Mark as urgent”"]
    action.delete()
    assert sentences(conversation) == [done, "Alice Smith used “Mark as urgent”"]


@pytest.mark.parametrize(
    ("effect", "parameters", "told"),
    [
        ("assign", {"team": "Orders"}, "Alice Smith gave this to Orders with “One click”"),
        ("tag", {"tag": "vip"}, "Alice Smith added the tag vip with “One click”"),
        ("close", {"outcome": "resolved"}, "Alice Smith resolved this with “One click”"),
        ("snooze", {"hours": 48}, "Alice Smith snoozed this until .* with “One click”"),
        ("escalate", {"role": "supervisor"}, "Alice Smith gave this to Dana with “One click”"),
        ("send_macro", {"macro": "thanks"}, "Alice Smith used “One click”"),
    ],
)
def test_an_action_and_what_it_did_are_one_line_with_the_way_back(
    conversation: Conversation, alice: Agent, effect: str, parameters: dict[str, Any], told: str
) -> None:
    make_agent("Dana", role=Role.SUPERVISOR)
    Macro.objects.create(slug="thanks", title="Thanks", text="You are welcome.")
    add_tag(conversation.id, "before", alice)
    action = Action.objects.create(
        slug="one", title="One click", effect=effect, parameters=parameters
    )
    perform_action(action, conversation.id, alice)
    (before, done) = list_activity(conversation.id)
    assert before.sentence == "Alice Smith added the tag before"
    assert re.fullmatch(told, done.sentence)
    assert (done.execution is None) == (effect == "send_macro")


def test_however_much_happened_it_costs_the_same_queries(
    conversation: Conversation,
    alice: Agent,
    orders: Team,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        assign(conversation.id, by=alice, team=orders)
        assign(conversation.id, by=alice, agent=alice)
    with transaction.atomic():
        hand_off(Conversation.objects.select_related("inbox").get(id=conversation.id))
    with django_assert_num_queries(3):
        list_activity(conversation.id)


def test_an_agent_who_is_gone_is_somebody(conversation: Conversation, alice: Agent) -> None:
    resolve(conversation.id, alice)
    alice.delete()
    assert sentences(conversation) == ["Somebody resolved this"]


def test_events_hold_ids_and_labels_and_never_what_people_wrote(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    write_note(conversation.id, alice, "PRIVATE")
    accept_suggestion(suggestion, alice, "PRIVATE")
    assert "PRIVATE" not in str(list(Event.objects.values()))
