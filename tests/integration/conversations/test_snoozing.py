"""Put away until later, and back at the right moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import reopen
from apps.conversations.models import Conversation, ConversationStatus
from apps.conversations.snoozing import snooze
from apps.dispatch.models import Event, Work
from tests.integration.dispatch.passing import deliver_all, pass_time

HOUR = timedelta(hours=1)


def status(conversation: Conversation) -> str:
    return Conversation.objects.get(id=conversation.id).status


def let_pass(duration: timedelta, conversation: Conversation) -> None:
    """For the work and for what the conversation waits for."""
    found = Conversation.objects.get(id=conversation.id)
    assert found.snoozed_until is not None
    found.snoozed_until -= duration
    found.save()
    pass_time(duration.total_seconds())
    deliver_all()


@pytest.fixture(autouse=True)
def no_other_work(conversation: Conversation) -> None:
    """What migrations leave to be done is nothing of these tests."""
    Work.objects.all().delete()


def test_it_comes_back_when_its_time_has_come_and_not_before(
    conversation: Conversation, alice: Agent
) -> None:
    snooze(conversation.id, timezone.now() + 2 * HOUR, alice)
    deliver_all()
    assert status(conversation) == ConversationStatus.SNOOZED
    let_pass(HOUR, conversation)
    assert status(conversation) == ConversationStatus.SNOOZED
    let_pass(HOUR, conversation)
    assert status(conversation) == ConversationStatus.OPEN
    assert Work.objects.get(kind="snooze").state == Work.State.DONE
    ended = Event.objects.get(kind="snooze.ended")
    assert (ended.conversation_id, ended.data) == (conversation.id, {})


def test_who_put_it_away_until_when_is_told(conversation: Conversation, alice: Agent) -> None:
    until = timezone.now() + HOUR
    snooze(conversation.id, until, alice)
    told = Event.objects.get(kind="snooze.set")
    assert told.data == {"by": str(alice.id), "until": until.isoformat()}


def test_a_new_message_of_the_contact_wakes_it_at_once(
    conversation: Conversation, alice: Agent
) -> None:
    snooze(conversation.id, timezone.now() + HOUR, alice)
    receive_message(conversation.id, "Hello?")
    assert status(conversation) == ConversationStatus.OPEN
    let_pass(HOUR, conversation)
    assert not Event.objects.filter(kind="snooze.ended").exists()


def test_an_agents_answer_ends_it_and_nothing_happens_later(
    conversation: Conversation, alice: Agent
) -> None:
    snooze(conversation.id, timezone.now() + HOUR, alice)
    send_reply(conversation.id, alice, "It is there.")
    let_pass(HOUR, conversation)
    assert status(conversation) == ConversationStatus.WAITING


def test_an_agent_opens_it_before_its_time(conversation: Conversation, alice: Agent) -> None:
    snooze(conversation.id, timezone.now() + HOUR, alice)
    reopen(conversation.id, alice)
    assert status(conversation) == ConversationStatus.OPEN


def test_snoozed_again_the_latest_time_counts(conversation: Conversation, alice: Agent) -> None:
    snooze(conversation.id, timezone.now() + HOUR, alice)
    deliver_all()
    snooze(conversation.id, timezone.now() + 3 * HOUR, alice)
    deliver_all()
    let_pass(2 * HOUR, conversation)
    assert status(conversation) == ConversationStatus.SNOOZED
    let_pass(HOUR, conversation)
    assert status(conversation) == ConversationStatus.OPEN


def test_what_the_agent_has_not_seen_is_not_put_away(
    conversation: Conversation, alice: Agent
) -> None:
    receive_message(conversation.id, "And one more thing")
    with pytest.raises(ActionRefused, match="written again"):
        snooze(conversation.id, timezone.now() + HOUR, alice, seen=1)
    assert status(conversation) == ConversationStatus.OPEN
    snooze(conversation.id, timezone.now() + HOUR, alice, seen=2)
    assert status(conversation) == ConversationStatus.SNOOZED


def test_a_time_in_the_past_is_refused(conversation: Conversation, alice: Agent) -> None:
    with pytest.raises(ActionRefused, match="in the future"):
        snooze(conversation.id, timezone.now() - timedelta(seconds=1), alice)
    assert status(conversation) == ConversationStatus.OPEN


def test_an_erased_conversation_is_simply_not_woken(
    conversation: Conversation, alice: Agent
) -> None:
    snooze(conversation.id, timezone.now() + HOUR, alice)
    conversation.delete()
    deliver_all()
    assert Work.objects.get(kind="snooze").state == Work.State.DONE
