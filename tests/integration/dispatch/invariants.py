"""What must hold for all conversations and their work, whatever has happened."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from apps.assist.models import Prediction
from apps.conversations.models import Conversation, Message, SenderType
from apps.dispatch.models import Event, Work
from workers.contracts.leases import MAX_ATTEMPTS

FINISHED = {Work.State.DONE, Work.State.FAILED, Work.State.SUPERSEDED}
BY_A_HUMAN = {SenderType.CONTACT, SenderType.AGENT}


class Snapshot:
    """All rows at one moment."""

    def __init__(self) -> None:
        self.conversations = {row.id: row for row in Conversation.objects.all()}
        self.messages = {row.id: row for row in Message.objects.defer("text").order_by("sequence")}
        self.work = {row.subject_id: row for row in Work.objects.order_by("id")}
        self.predicted = list(Prediction.objects.values_list("message_id", flat=True))
        self.events = Counter(Event.objects.values_list("kind", "message_id"))
        self.told = Counter(Event.objects.values_list("kind", "conversation_id"))
        self.told_in_order = list(
            Event.objects.order_by("id").values_list("conversation_id", "kind", "data__decision")
        )

    def said_in(self, conversation_id: UUID) -> list[Message]:
        return [row for row in self.messages.values() if row.conversation_id == conversation_id]


def check_all(accepted: set[UUID]) -> None:
    """Raises AssertionError where one does not hold. `accepted`: the messages answered with 2xx."""
    now = Snapshot()
    assert accepted == set(now.work), "each accepted message has one row of work, and no other has"
    for message_id, work in now.work.items():
        _check_state(work)
        _check_end(now, now.messages[message_id], work)
    leases = Counter(w.conversation_id for w in now.work.values() if w.state == Work.State.LEASED)
    assert set(leases.values()) <= {1}, "a conversation has at most one lease"
    assert len(now.predicted) == len(set(now.predicted)), "a message has at most one prediction"
    for conversation in now.conversations.values():
        _check_conversation(now, conversation)


def _check_state(work: Work) -> None:
    assert work.state in Work.State.values
    assert work.attempts <= MAX_ATTEMPTS, "no message is tried more often than allowed"
    assert (work.state == Work.State.LEASED) == (work.lease_token is not None)
    assert (work.state in FINISHED) == (work.finished_at is not None)
    assert (work.state == Work.State.SUPERSEDED) == (work.superseded_by is not None)


def _check_end(now: Snapshot, message: Message, work: Work) -> None:
    predicted = message.id in now.predicted
    assert (work.state == Work.State.DONE) == predicted, "what is done has its prediction"
    if work.state == Work.State.DONE:
        assert now.events["message.done", message.id] == 1
    if work.state == Work.State.FAILED:
        assert now.events["message.failed", message.id] >= 1
        conversation = now.conversations[message.conversation_id]
        answered = any(
            said.sender_type == SenderType.AGENT and said.sequence > message.sequence
            for said in now.said_in(conversation.id)
        )
        assert conversation.handed_off_at or answered, "a human has it, or has answered it"
    if work.superseded_by is not None:
        assert now.events["message.superseded", message.id] == 1
        later = now.messages[work.superseded_by]
        assert later.conversation_id == message.conversation_id
        assert later.sequence > message.sequence, "a turn is carried on by a later message"


def _check_conversation(now: Snapshot, conversation: Conversation) -> None:
    said = now.said_in(conversation.id)
    assert [message.sequence for message in said] == list(range(1, conversation.message_count + 1))
    announced = now.told["conversation.handed_off", conversation.id]
    assert announced == (conversation.handed_off_at is not None), "handed off once, told once"
    story = [rest for told_of, *rest in now.told_in_order if told_of == conversation.id]
    if announced:
        later = story[story.index(["conversation.handed_off", None]) :]
        assert ["message.done", "auto_reply"] not in later, "the bot leaves it to the human"
    spoken = sum(message.sender_type == SenderType.SYSTEM for message in said)
    assert spoken <= 1, "the contact is told once"
    replies = [message for message in said if message.sender_type == SenderType.BOT]
    answered = [message.in_reply_to_id for message in replies]
    assert None not in answered
    assert len(answered) == len(set(answered)), "a message has at most one reply of the bot"
    for reply in replies:
        assert reply.in_reply_to is not None
        between = said[reply.in_reply_to.sequence : reply.sequence - 1]
        assert not BY_A_HUMAN & {message.sender_type for message in between}, "it came too late"
