"""Two weeks of the sample company's conversations, so that no page is empty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.actions import lock_conversation
from apps.conversations.kinds import MESSAGE, RESOLVED
from apps.conversations.models import (
    Contact,
    Conversation,
    ConversationStatus,
    Direction,
    Inbox,
    Message,
)
from apps.dispatch.actions import enqueue, enqueue_turn
from apps.dispatch.models import Work
from apps.sample.files import read_lines

LAST_DAY = 13
PREFIX = "sample-"


@transaction.atomic
def load_conversations(inbox: Inbox) -> int:
    """Load those that are not there yet; the newest day is yesterday. Returns how many."""
    first_day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
        days=LAST_DAY + 1
    )
    agents = {agent.email: agent for agent in Agent.objects.all()}
    loaded = 0
    for number, row in enumerate(read_lines("conversations.jsonl"), start=1):
        contact, created = Contact.objects.get_or_create(
            inbox=inbox,
            external_id=f"{PREFIX}{number}",
            defaults={
                "name": row["contact"]["name"] or "",
                "email": row["contact"]["email"] or "",
            },
        )
        if created:
            started_at = first_day + timedelta(days=row["day"], minutes=row["minute"])
            _load(inbox, contact, row, started_at, agents.get(row["agent"]))
            loaded += 1
    return loaded


@transaction.atomic
def have_waiting_read() -> int:
    """Enqueue the sample's unanswered messages, so that they get suggestions. Returns how many.

    Call it once the knowledge is searchable. The conversations are handed off: the bot does not
    answer messages that are days old.
    """
    waiting = Message.objects.filter(
        conversation__contact__external_id__startswith=PREFIX,
        conversation__status=ConversationStatus.OPEN,
        sequence=F("conversation__message_count"),
        direction=Direction.INCOMING,
    ).exclude(id__in=Work.objects.filter(kind=MESSAGE.name).values("subject_id"))
    for message in waiting:
        lock_conversation(message.conversation_id)
        enqueue_turn(
            MESSAGE,
            message.id,
            message.conversation_id,
            size=len(message.text),
            traceparent=None,
        )
    return len(waiting)


def _load(
    inbox: Inbox, contact: Contact, row: dict[str, Any], started_at: datetime, agent: Agent | None
) -> None:
    times = [started_at + timedelta(minutes=turn["after_minutes"]) for turn in row["turns"]]
    answers = [i for i, turn in enumerate(row["turns"], start=1) if turn["from"] != "contact"]
    is_resolved = row["outcome"] == ConversationStatus.RESOLVED
    conversation = Conversation.objects.create(
        inbox=inbox,
        contact=contact,
        status=row["outcome"],
        assigned_agent=agent,
        message_count=len(row["turns"]),
        answered_sequence=len(times) if is_resolved else max(answers, default=0),
        # Open conversations wait for a human.
        handed_off_at=times[0] if agent or not is_resolved else None,
    )
    messages = Message.objects.bulk_create(
        _make_message(conversation, sequence, turn, agent)
        for sequence, turn in enumerate(row["turns"], start=1)
    )
    # Set afterwards, because `auto_now_add` sets the current time.
    for message, created_at in zip(messages, times, strict=True):
        Message.objects.filter(id=message.id).update(created_at=created_at)
    Conversation.objects.filter(id=conversation.id).update(
        created_at=times[0], last_message_at=times[-1]
    )
    if conversation.status == ConversationStatus.RESOLVED:
        enqueue(RESOLVED, conversation.id)


def _make_message(
    conversation: Conversation, sequence: int, turn: dict[str, Any], agent: Agent | None
) -> Message:
    """A message, not stored."""
    said_by = turn["from"]
    return Message(
        conversation=conversation,
        sequence=sequence,
        direction=Direction.INCOMING if said_by == "contact" else Direction.OUTGOING,
        sender_type=said_by,
        agent=agent if said_by == "agent" else None,
        text=turn["text"],
    )
