"""What cannot be done fails where everybody sees it, and a human gets the conversation."""

from __future__ import annotations

import pytest

from apps.conversations.actions import receive_message, send_reply
from apps.conversations.handling import resolve
from apps.conversations.models import Conversation, Message, SenderType
from apps.dispatch.claiming import claim
from apps.dispatch.models import Event, Work
from apps.dispatch.redrive import redrive
from apps.dispatch.upkeep import Upkeep
from tests.factories import make_agent, make_inbox, make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from workers.contracts.leases import LEASE_SECONDS
from workers.contracts.pipelines import Lane

DEADLINE_SECONDS = 600
ANNOUNCEMENT = "A colleague will take over."


@pytest.fixture
def message() -> Message:
    return make_message(inbox=make_inbox(hand_off_text=ANNOUNCEMENT))


def work(message: Message) -> Work:
    return Work.objects.get(kind="message", subject_id=message.id)


def count_events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def said(message: Message) -> list[str]:
    return list(
        Message.objects.filter(
            conversation=message.conversation_id, sender_type=SenderType.SYSTEM
        ).values_list("text", flat=True)
    )


def test_until_its_deadline_a_message_waits(message: Message) -> None:
    pass_time(DEADLINE_SECONDS - 5)
    Upkeep().step()
    assert work(message).state == Work.State.PENDING


def test_past_its_deadline_a_message_fails_and_a_human_gets_the_conversation(
    message: Message,
) -> None:
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert work(message).state == Work.State.FAILED
    conversation = Conversation.objects.get(id=message.conversation_id)
    assert conversation.handed_off_at is not None
    assert conversation.status == "open"
    assert said(message) == [ANNOUNCEMENT]
    assert count_events("message.failed") == count_events("conversation.handed_off") == 1


@pytest.mark.parametrize("resolved", [True, False])
def test_who_has_been_answered_by_a_human_is_told_nothing(message: Message, resolved: bool) -> None:
    """While the pools were away an agent did what there was to do."""
    alice = make_agent()
    if resolved:
        resolve(message.conversation_id, alice)
    else:
        send_reply(message.conversation_id, alice, "It is on its way.")
    before = Conversation.objects.get(id=message.conversation_id)
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert work(message).state == Work.State.FAILED
    after = Conversation.objects.get(id=message.conversation_id)
    assert (after.status, after.handed_off_at) == (before.status, None)
    assert ANNOUNCEMENT not in said(message)
    assert count_events("message.failed") == 1


def test_a_hand_off_is_announced_once_however_much_fails(message: Message) -> None:
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    receive_message(message.conversation_id, "Hello?")
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert count_events("message.failed") == 2
    assert count_events("conversation.handed_off") == 1
    assert said(message) == [ANNOUNCEMENT]


def test_a_run_under_way_may_end_after_the_deadline(message: Message) -> None:
    claimed = claim(Lane.LIVE, 64, tried=False)
    assert claimed is not None
    pass_time(DEADLINE_SECONDS - LEASE_SECONDS - 1)
    chains.preprocess(chains.claimed_payload(claimed))
    pass_time(LEASE_SECONDS - 1)
    pass_time_of_deadline(message)
    Upkeep().step()
    assert chains.run_chain(claimed) == {work(message).id}


def pass_time_of_deadline(message: Message) -> None:
    Work.objects.filter(subject_id=message.id).update(deadline=work(message).created_at)


def test_a_failed_message_can_be_driven_again_with_new_attempts_and_time(message: Message) -> None:
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert redrive(work(message).id) == ""
    assert redrive(work(message).id) == "It is no longer failed."
    Upkeep().step()
    claimed = claim(Lane.LIVE, 64, tried=False)
    assert claimed is not None
    chains.run_chain(claimed, "auto_reply")
    assert work(message).state == Work.State.DONE
    replies = Message.objects.filter(sender_type=SenderType.BOT)
    assert not replies.exists(), "the conversation is a human's"


def test_what_was_erased_while_it_waited_holds_nobody_up(message: Message) -> None:
    other = make_message()
    Conversation.objects.filter(id=message.conversation_id).delete()
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert work(message).state == Work.State.FAILED
    assert work(other).state == Work.State.FAILED
    assert count_events("message.failed") == 1
