"""One press is one effect, for ever; and most effects can be undone for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.idempotency import KEPT_KEYS
from apps.accounts.models import Agent, IdempotencyKey, Team
from apps.assist.actions import reject_suggestion
from apps.assist.activity import list_activity
from apps.assist.executions.performing import Press, perform_action
from apps.assist.executions.undoing import UNDO_FOR, undo_action
from apps.assist.models import Execution, Feedback, Suggestion
from apps.conversations.actions import receive_message
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import add_tag, assign, remove_tag, reopen, set_priority
from apps.conversations.models import Conversation, Message
from apps.dispatch.models import Work
from apps.knowledge.models import Action, Macro
from tests.factories import make_message

FIELDS = (
    *("status", "priority", "tags", "snoozed_until", "answered_sequence"),
    *("assigned_agent_id", "assigned_team_id"),
)


def make_action(effect: str, **parameters: Any) -> Action:
    slug = f"{effect} {len(Action.objects.all())}"
    return Action.objects.create(slug=slug, title="It", effect=effect, parameters=parameters)


def state_of(conversation: Conversation) -> dict[str, Any]:
    state: dict[str, Any] = Conversation.objects.values(*FIELDS).get(id=conversation.id)
    return state


def perform(action: Action, conversation: Conversation, agent: Agent) -> Execution:
    perform_action(action, conversation.id, agent)
    return Execution.objects.latest("created_at")


@pytest.mark.parametrize(
    ("effect", "parameters"),
    [
        ("assign", {"team": "Orders"}),
        ("set_priority", {"priority": "urgent"}),
        ("tag", {"tag": "return"}),
        ("snooze", {"hours": 4}),
        ("close", {}),
        ("escalate", {"role": "agent"}),
    ],
)
def test_what_is_undone_is_as_it_was(
    conversation: Conversation,
    alice: Agent,
    bob: Agent,
    effect: str,
    parameters: dict[str, Any],
) -> None:
    assign(conversation.id, by=alice, agent=alice)
    before = state_of(conversation)
    execution = perform(make_action(effect, **parameters), conversation, alice)
    assert state_of(conversation) != before
    assert list_activity(conversation.id)[-1].execution == execution.id
    assert undo_action(execution.id, conversation.id, bob)
    assert not undo_action(execution.id, conversation.id, alice)
    assert state_of(conversation) == before
    execution.refresh_from_db()
    assert (execution.undone_by, execution.undone_at is not None) == (bob, True)
    assert list_activity(conversation.id)[-1].sentence == "Bob Jones undid “It”"
    assert {each.execution for each in list_activity(conversation.id)} == {None}


def propose(suggestion: Suggestion) -> Action:
    action = make_action("set_priority", priority="urgent")
    Suggestion.objects.filter(id=suggestion.id).update(kind="action", action=action)
    suggestion.refresh_from_db()
    return action


def test_what_is_undone_was_never_accepted(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    action, press = propose(suggestion), Press(suggestion=suggestion)
    perform_action(action, conversation.id, alice, press)
    undo_action(Execution.objects.get().id, conversation.id, alice)
    taken_back = Feedback.objects.get(suggestion=suggestion)
    assert taken_back.outcome == "undone"
    assert Work.objects.get(kind="feedback", subject_id=taken_back.id).state == "pending"
    perform_action(action, conversation.id, alice, press)
    assert Feedback.objects.get(suggestion=suggestion).outcome == "accepted"


def test_what_was_rejected_since_stays_rejected_when_it_is_undone(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    perform_action(propose(suggestion), conversation.id, alice, Press(suggestion=suggestion))
    reject_suggestion(suggestion, alice)
    undo_action(Execution.objects.get().id, conversation.id, alice)
    assert Feedback.objects.get(suggestion=suggestion).outcome == "rejected"


def test_what_somebody_has_changed_since_is_not_undone(
    conversation: Conversation, alice: Agent
) -> None:
    execution = perform(make_action("set_priority", priority="urgent"), conversation, alice)
    set_priority(conversation.id, "low", alice)
    with pytest.raises(ActionRefused, match="the priority has been changed since"):
        undo_action(execution.id, conversation.id, alice)
    assert Conversation.objects.get(id=conversation.id).priority == "low"


def test_what_somebody_has_done_once_more_since_is_not_undone(
    conversation: Conversation, alice: Agent
) -> None:
    """It reads as the action left it, and is what a colleague chose."""
    execution = perform(make_action("set_priority", priority="urgent"), conversation, alice)
    set_priority(conversation.id, "low", alice)
    set_priority(conversation.id, "urgent", alice)
    with pytest.raises(ActionRefused, match="the priority has been changed since"):
        undo_action(execution.id, conversation.id, alice)
    tagged = perform(make_action("tag", tag="return"), conversation, alice)
    remove_tag(conversation.id, "return", alice)
    add_tag(conversation.id, "return", alice)
    with pytest.raises(ActionRefused, match="the tags have been changed since"):
        undo_action(tagged.id, conversation.id, alice)


def test_one_after_the_other_is_undone(conversation: Conversation, alice: Agent) -> None:
    first = perform(make_action("set_priority", priority="urgent"), conversation, alice)
    second = perform(make_action("set_priority", priority="low"), conversation, alice)
    with pytest.raises(ActionRefused):
        undo_action(first.id, conversation.id, alice)
    assert undo_action(second.id, conversation.id, alice)
    assert undo_action(first.id, conversation.id, alice)
    assert Conversation.objects.get(id=conversation.id).priority == "normal"


def test_what_the_contact_has_opened_again_is_not_undone(
    conversation: Conversation, alice: Agent
) -> None:
    execution = perform(make_action("close"), conversation, alice)
    receive_message(conversation.id, "One more thing")
    with pytest.raises(ActionRefused, match="its state has been changed since"):
        undo_action(execution.id, conversation.id, alice)


def test_only_the_tag_of_the_action_goes(conversation: Conversation, alice: Agent) -> None:
    execution = perform(make_action("tag", tag="return"), conversation, alice)
    add_tag(conversation.id, "vip", alice)
    undo_action(execution.id, conversation.id, alice)
    assert Conversation.objects.get(id=conversation.id).tags == ["vip"]


def test_it_is_not_given_back_to_who_has_left(
    conversation: Conversation, alice: Agent, bob: Agent, orders: Team
) -> None:
    assign(conversation.id, by=alice, agent=bob)
    execution = perform(make_action("assign", team="Orders"), conversation, alice)
    bob.is_active = False
    bob.save()
    with pytest.raises(ActionRefused, match="cannot sign in any more"):
        undo_action(execution.id, conversation.id, alice)
    assert Conversation.objects.get(id=conversation.id).assigned_team == orders


def test_after_a_while_it_is_not_offered_any_more(conversation: Conversation, alice: Agent) -> None:
    execution = perform(make_action("close"), conversation, alice)
    Execution.objects.update(created_at=timezone.now() - UNDO_FOR - timedelta(seconds=1))
    assert list_activity(conversation.id)[-1].execution is None
    with pytest.raises(ActionRefused, match="too long ago"):
        undo_action(execution.id, conversation.id, alice)


def test_what_was_sent_cannot_be_undone(conversation: Conversation, alice: Agent) -> None:
    Macro.objects.create(slug="hello", title="Hello", text="PRIVATE hello")
    execution = perform(make_action("send_macro", macro="hello"), conversation, alice)
    assert "PRIVATE" not in execution.result
    with pytest.raises(ActionRefused, match="cannot be undone"):
        undo_action(execution.id, conversation.id, alice)


def test_one_press_is_one_effect_however_late_it_comes_again(
    conversation: Conversation, alice: Agent
) -> None:
    Macro.objects.create(slug="hello", title="Hello", text="Hello.")
    action, press = make_action("send_macro", macro="hello"), Press()
    assert perform_action(action, conversation.id, alice, press)
    IdempotencyKey.objects.update(created_at=timezone.now() - KEPT_KEYS)
    reopen(conversation.id, alice)
    assert not perform_action(action, conversation.id, alice, press)
    assert perform_action(action, conversation.id, alice, Press())
    assert Message.objects.filter(text="Hello.").count() == 2


def test_nothing_of_another_conversation_is_undone(
    conversation: Conversation, alice: Agent
) -> None:
    execution = perform(make_action("close"), conversation, alice)
    with pytest.raises(Execution.DoesNotExist):
        undo_action(execution.id, make_message().conversation.id, alice)
