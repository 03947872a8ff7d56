"""Actions: shown before, done once, and refused with a sentence where they cannot be done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Agent, Role, Team
from apps.assist.executions.performing import Press, perform_action, preview_action
from apps.assist.executions.undoing import undo_action
from apps.assist.models import Execution, Feedback, Suggestion
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import assign
from apps.conversations.models import Conversation, ConversationStatus, Message
from apps.dispatch.models import Event
from apps.knowledge.models import Action, Macro
from tests.factories import make_agent, make_message


def make_action(effect: str, **parameters: Any) -> Action:
    return Action.objects.create(
        slug=f"do-{effect}", title=f"Do {effect}", effect=effect, parameters=parameters
    )


def propose(action: Action, suggestion: Suggestion) -> Action:
    suggestion.kind, suggestion.action = "action", action
    suggestion.save()
    return action


def act(action: Action, conversation: Conversation, agent: Agent) -> Conversation:
    """Shown first, and then done."""
    before = Conversation.objects.values().get(id=conversation.id)
    assert preview_action(action, conversation, agent).possible
    assert Conversation.objects.values().get(id=conversation.id) == before
    assert perform_action(action, conversation.id, agent)
    return Conversation.objects.get(id=conversation.id)


def test_it_is_given_to_a_team(conversation: Conversation, alice: Agent, orders: Team) -> None:
    action = make_action("assign", team="Orders")
    assert preview_action(action, conversation, alice).text == "Gives it to the team Orders."
    assert act(action, conversation, alice).assigned_team == orders
    kinds = Event.objects.filter(conversation_id=conversation.id).values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["conversation.assigned", "action.performed"]


def test_an_action_sets_the_priority(conversation: Conversation, alice: Agent) -> None:
    assert act(make_action("set_priority", priority="urgent"), conversation, alice).priority == (
        "urgent"
    )


def test_an_action_adds_a_tag(conversation: Conversation, alice: Agent) -> None:
    assert act(make_action("tag", tag="return"), conversation, alice).tags == ["return"]


def test_an_action_snoozes_for_hours(conversation: Conversation, alice: Agent) -> None:
    done = act(make_action("snooze", hours=48), conversation, alice)
    assert done.status == ConversationStatus.SNOOZED
    assert done.snoozed_until is not None
    assert abs(done.snoozed_until - timezone.now() - timedelta(hours=48)) < timedelta(minutes=5)


def test_an_action_resolves_the_conversation(conversation: Conversation, alice: Agent) -> None:
    done = act(make_action("close", outcome="resolved"), conversation, alice)
    assert done.status == ConversationStatus.RESOLVED


def test_a_macro_is_sent_with_its_variables_filled_in(
    conversation: Conversation, alice: Agent
) -> None:
    Macro.objects.create(slug="hello", title="Hello", text="About {{ order_number }}: yes.")
    action = make_action("send_macro", macro="hello")
    assert preview_action(action, conversation, alice).text == "Sends: About WHERE: yes."
    act(action, conversation, alice)
    assert Message.objects.filter(agent=alice).get().text == "About WHERE: yes."


def test_it_is_escalated_to_whoever_has_least_to_do(
    conversation: Conversation, alice: Agent
) -> None:
    busy = make_agent("Dana White", role=Role.SUPERVISOR)
    free = make_agent("Erin Gray", role=Role.SUPERVISOR)
    make_agent("Gone", role=Role.SUPERVISOR, is_active=False)
    assign(make_message().conversation.id, by=alice, agent=busy)
    action = make_action("escalate", role="supervisor")
    assert preview_action(action, conversation, alice).text == "Gives it to Erin Gray, supervisor."
    assert act(action, conversation, alice).assigned_agent == free


@pytest.mark.parametrize(
    ("effect", "parameters", "sentence"),
    [
        ("assign", {"team": "Gone"}, "There is no team 'Gone'"),
        ("assign", {}, "There is no team ''"),
        ("send_macro", {"macro": "gone"}, "There is no macro 'gone'"),
        ("escalate", {"role": "administrator"}, "Nobody else with the role administrator"),
        ("webhook", {"webhook": "Gone"}, "There is no webhook 'Gone'"),
        ("set_priority", {"priority": "huge"}, "A priority is one of"),
        ("tag", {"tag": "!!"}, "A tag has 1 to 50"),
        ("snooze", {}, "Choose a time in the future"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(
    conversation: Conversation,
    alice: Agent,
    effect: str,
    parameters: dict[str, Any],
    sentence: str,
) -> None:
    action = make_action(effect, **parameters)
    before = Conversation.objects.values().get(id=conversation.id)
    with pytest.raises(ActionRefused, match=sentence):
        perform_action(action, conversation.id, alice)
    assert Conversation.objects.values().get(id=conversation.id) == before
    assert not Event.objects.filter(kind="action.performed").exists()


def test_a_preview_says_why_something_is_not_possible(
    conversation: Conversation, alice: Agent
) -> None:
    preview = preview_action(make_action("webhook"), conversation, alice)
    assert (preview.possible, "There is no webhook" in preview.text) == (False, True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Dear {{ contact.first_name }}", "Nothing is known here for contact.first_name"),
        ("Dear {{ shoe }}", "Nothing is known here for shoe"),
        ("Dear {{ contact.first_name", "Fill in {{, or take it out"),
    ],
)
def test_a_macro_with_a_gap_is_not_sent(
    conversation: Conversation, alice: Agent, text: str, sentence: str
) -> None:
    Macro.objects.create(slug="hello", title="Hello", text=text)
    with pytest.raises(ActionRefused, match=re.escape(sentence)):
        perform_action(make_action("send_macro", macro="hello"), conversation.id, alice)


def test_for_one_suggestion_it_is_done_once_and_counts_as_accepted(
    suggestion: Suggestion, conversation: Conversation, alice: Agent, bob: Agent
) -> None:
    Macro.objects.create(slug="photos", title="Photos", text="Please send photos.")
    action = propose(make_action("send_macro", macro="photos"), suggestion)
    done = [
        perform_action(action, conversation.id, agent, Press(suggestion=suggestion))
        for agent in (alice, bob)
    ]
    assert done == [True, False]
    assert Message.objects.filter(text="Please send photos.").count() == 1
    assert Feedback.objects.get(suggestion=suggestion).outcome == "accepted"
    performed = Event.objects.get(kind="action.performed")
    assert performed.data == {
        "by": str(alice.id),
        "action": str(action.id),
        "execution": str(Execution.objects.get().id),
        "suggestion": str(suggestion.id),
    }


def test_a_suggestion_of_another_action_is_refused(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    propose(make_action("close"), suggestion)
    with pytest.raises(ActionRefused, match="another action"):
        perform_action(
            make_action("set_priority", priority="low"),
            conversation.id,
            alice,
            Press(suggestion=suggestion),
        )
    assert not Feedback.objects.filter(suggestion=suggestion).exists()


def test_what_was_undone_may_be_done_once_more(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    action = propose(make_action("set_priority", priority="urgent"), suggestion)
    press = Press(suggestion=suggestion)
    for _ in range(2):
        assert perform_action(action, conversation.id, alice, press)
        assert not perform_action(action, conversation.id, alice, press)
        conversation.refresh_from_db()
        assert conversation.priority == "urgent"
        undo_action(Execution.objects.latest("created_at").id, conversation.id, alice)
    conversation.refresh_from_db()
    assert conversation.priority == "normal"


def test_a_suggestion_of_another_conversation_is_refused(
    suggestion: Suggestion, alice: Agent
) -> None:
    other = make_message().conversation
    with pytest.raises(ActionRefused, match="another conversation"):
        perform_action(make_action("close"), other.id, alice, Press(suggestion=suggestion))
