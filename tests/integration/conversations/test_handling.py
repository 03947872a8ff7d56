"""What agents do with a conversation, who is told of it, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Agent, Team
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import (
    add_tag,
    assign,
    remove_tag,
    reopen,
    resolve,
    set_priority,
    write_note,
)
from apps.conversations.models import Conversation, ConversationStatus, Inbox, Note
from apps.conversations.person_requests import request_person
from apps.conversations.queries import list_notes
from apps.conversations.snoozing import snooze
from apps.dispatch.models import Event
from tests.factories import make_agent, make_inbox, make_message


def told(conversation: Conversation) -> list[tuple[str, dict[str, Any]]]:
    """What was recorded since the contact wrote."""
    events = Event.objects.filter(conversation_id=conversation.id).order_by("id")
    assert {event.inbox_id for event in events} == {conversation.inbox_id}
    return [(event.kind, event.data) for event in events][2:]


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(id=conversation.id)


def test_an_agent_takes_a_conversation_and_the_bot_lets_go_of_it(
    conversation: Conversation, alice: Agent
) -> None:
    assign(conversation.id, by=alice, agent=alice)
    assert fresh(conversation).assigned_agent == alice
    assert fresh(conversation).handed_off_at is not None
    assert told(conversation) == [
        ("conversation.assigned", {"by": str(alice.id), "agent": str(alice.id), "team": None})
    ]


def test_a_team_that_is_given_a_conversation_has_it_until_one_of_it_takes_it(
    conversation: Conversation, alice: Agent, bob: Agent, orders: Team
) -> None:
    assign(conversation.id, by=alice, agent=alice)
    assign(conversation.id, by=alice, team=orders)
    assert (fresh(conversation).assigned_agent, fresh(conversation).assigned_team) == (None, orders)
    assign(conversation.id, by=bob, agent=bob)
    assert (fresh(conversation).assigned_agent, fresh(conversation).assigned_team) == (bob, orders)
    assign(conversation.id, by=bob)
    assert (fresh(conversation).assigned_agent, fresh(conversation).assigned_team) == (None, None)


def test_nobody_gets_a_conversation_whose_inbox_they_may_not_see(
    conversation: Conversation, alice: Agent, charlie: Agent, repairs: Team
) -> None:
    with pytest.raises(ActionRefused, match="Charlie Brown may not see this inbox"):
        assign(conversation.id, by=alice, agent=charlie)
    with pytest.raises(ActionRefused, match="The team Repairs may not see this inbox"):
        assign(conversation.id, by=alice, team=repairs)
    gone = make_agent("Gone", is_active=False, team=alice.team)
    with pytest.raises(ActionRefused, match="cannot sign in any more"):
        assign(conversation.id, by=alice, agent=gone)
    assert told(conversation) == []


def test_an_inbox_without_teams_is_open_to_every_team(
    alice: Agent, charlie: Agent, repairs: Team
) -> None:
    conversation = make_message(inbox=make_inbox("open")).conversation
    assign(conversation.id, by=alice, agent=charlie, team=repairs)
    assert fresh(conversation).assigned_team == repairs


def test_a_resolved_conversation_is_opened_by_the_contacts_next_message(
    conversation: Conversation, alice: Agent
) -> None:
    resolve(conversation.id, alice)
    resolve(conversation.id, alice)
    assert fresh(conversation).status == ConversationStatus.RESOLVED
    assert told(conversation) == [("conversation.resolved", {"by": str(alice.id), "answered": 0})]
    receive_message(conversation.id, "Not quite")
    assert fresh(conversation).status == ConversationStatus.OPEN


def test_resolving_is_not_undone_where_a_colleague_has_gone_on_since(
    conversation: Conversation, alice: Agent, bob: Agent
) -> None:
    resolve(conversation.id, alice)
    send_reply(conversation.id, bob, "It left today.")
    reopen(conversation.id, alice, by_mistake=True)
    assert fresh(conversation).status == ConversationStatus.WAITING
    resolve(conversation.id, alice)
    snooze(conversation.id, timezone.now() + timedelta(hours=1), bob)
    reopen(conversation.id, alice, by_mistake=True)
    assert fresh(conversation).status == ConversationStatus.SNOOZED


def test_what_came_while_an_agent_answered_waits_again_where_resolving_was_a_mistake(
    conversation: Conversation, alice: Agent
) -> None:
    receive_message(conversation.id, "And it is broken")
    send_reply(conversation.id, alice, "It left today.", seen=1)
    waiting = fresh(conversation).answered_sequence
    assert waiting == 1
    resolve(conversation.id, alice, seen=3)
    reopen(conversation.id, alice, by_mistake=True)
    assert fresh(conversation).answered_sequence == waiting


def test_what_the_agent_has_not_seen_is_not_resolved(
    conversation: Conversation, alice: Agent
) -> None:
    receive_message(conversation.id, "Wait, it is broken")
    with pytest.raises(ActionRefused, match="just written again"):
        resolve(conversation.id, alice, seen=1)
    assert fresh(conversation).status == ConversationStatus.OPEN
    resolve(conversation.id, alice, seen=2)
    assert fresh(conversation).status == ConversationStatus.RESOLVED


def test_who_was_just_promised_a_person_is_not_put_away_unseen(alice: Agent) -> None:
    message = make_message(inbox=make_inbox(hand_off_text="Somebody answers within the hour."))
    conversation = message.conversation
    request_person(conversation.id)
    tomorrow = timezone.now() + timedelta(days=1)
    for put_away in (resolve, partial(snooze, until=tomorrow)):
        with pytest.raises(ActionRefused, match="was promised a person"):
            put_away(conversation.id, by=alice, seen=1)
    assert fresh(conversation).status == ConversationStatus.OPEN
    resolve(conversation.id, alice, seen=2)


def test_an_agent_opens_a_conversation_again(conversation: Conversation, alice: Agent) -> None:
    reopen(conversation.id, alice)
    assert told(conversation) == []
    resolve(conversation.id, alice)
    reopen(conversation.id, alice)
    assert fresh(conversation).status == ConversationStatus.OPEN
    assert told(conversation)[-1] == ("conversation.reopened", {"by": str(alice.id)})


def test_a_priority_is_one_of_four(conversation: Conversation, alice: Agent) -> None:
    for _ in range(2):
        set_priority(conversation.id, "high", alice)
    assert fresh(conversation).priority == "high"
    assert told(conversation) == [("priority.set", {"by": str(alice.id), "priority": "high"})]
    with pytest.raises(ActionRefused, match="low, normal, high, urgent"):
        set_priority(conversation.id, "biggest", alice)


def test_a_tag_is_there_once_however_it_is_typed(conversation: Conversation, alice: Agent) -> None:
    for typed in ("Return label", " return-LABEL! ", "Überweisung"):
        add_tag(conversation.id, typed, alice)
    assert fresh(conversation).tags == ["return-label", "überweisung"]
    for _ in range(2):
        remove_tag(conversation.id, "return-label", alice)
    assert fresh(conversation).tags == ["überweisung"]
    assert [kind for kind, _ in told(conversation)] == ["tag.added", "tag.added", "tag.removed"]


@pytest.mark.parametrize("typed", ["", "!?", "x" * 51, "\u202e"])
def test_a_tag_without_a_letter_or_too_long_is_refused(
    conversation: Conversation, alice: Agent, typed: str
) -> None:
    with pytest.raises(ActionRefused, match="1 to 50 letters"):
        add_tag(conversation.id, typed, alice)


def test_a_conversation_has_at_most_twenty_tags(conversation: Conversation, alice: Agent) -> None:
    Conversation.objects.filter(id=conversation.id).update(tags=[f"t{i}" for i in range(20)])
    add_tag(conversation.id, "t7", alice)
    with pytest.raises(ActionRefused, match="at most 20 tags"):
        add_tag(conversation.id, "one-more", alice)


def test_a_note_is_for_agents_and_the_event_does_not_repeat_it(
    conversation: Conversation, alice: Agent
) -> None:
    note = write_note(conversation.id, alice, "  She paid with 4111 1111 1111 1111 \n")
    assert list(list_notes(conversation.id)) == [note]
    assert Note.objects.get().text.endswith("1111")
    assert "4111" not in Note.objects.get().text
    assert told(conversation) == [("note.written", {"by": str(alice.id), "note": str(note.id)})]
    assert fresh(conversation).message_count == 1


@pytest.mark.parametrize(("text", "sentence"), [(" \n", "Write something"), ("x" * 8001, "8000")])
def test_an_empty_or_endless_note_is_refused(
    conversation: Conversation, alice: Agent, text: str, sentence: str
) -> None:
    with pytest.raises(ActionRefused, match=sentence):
        write_note(conversation.id, alice, text)


def test_what_an_agent_does_to_a_conversation_that_is_gone_fails(
    conversation: Conversation, inbox: Inbox, alice: Agent
) -> None:
    conversation.delete()
    with pytest.raises(Conversation.DoesNotExist):
        resolve(conversation.id, alice)
