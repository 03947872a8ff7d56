"""The rows of the list of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Left

from apps.accounts.models import Agent
from apps.conversations.listing.newest_prediction import newest_intent, newest_sentiment
from apps.conversations.models import (
    Conversation,
    ConversationStatus,
    Message,
    ReadMark,
    SenderType,
)

LONGEST_LINE = 200
# Without leading white space, so that a text that begins with empty lines shows some words.
_BEGINNING = Left(Func("text", Value(" \t\r\n"), function="ltrim"), LONGEST_LINE)
RELATED = ("contact", "inbox", "assigned_agent", "assigned_team")


@dataclass(frozen=True)
class ConversationRow:
    """A conversation as the list shows it.

    `waiting_since`: when the first unanswered message came, or else when the contact was handed off
    to a human who has not answered since; None where nothing is owed. `wants_person`: handed off,
    and nobody's yet. `unread`: how many messages of the contact the agent has not read.
    `last_line`: the beginning of the last message, but for announcements of the system.
    """

    conversation: Conversation
    waiting_since: datetime | None
    wants_person: bool
    unread: int
    last_line: str
    last_sender: str
    intent: str
    sentiment: str


@dataclass(frozen=True)
class ConversationPage:
    """Some rows, and the cursor of the next ones; None at the end."""

    rows: list[ConversationRow]
    next_cursor: str | None


def annotate_rows(conversations: QuerySet[Conversation], agent: Agent) -> QuerySet[Conversation]:
    """Annotate conversations with what `row_of` needs."""
    messages = Message.objects.filter(conversation=OuterRef("pk"))
    last = messages.exclude(sender_type=SenderType.SYSTEM).order_by("-sequence")
    unanswered = messages.filter(
        sender_type=SenderType.CONTACT, sequence__gt=OuterRef("answered_sequence")
    )
    by_agents = messages.filter(
        sender_type=SenderType.AGENT, created_at__gte=OuterRef("handed_off_at")
    )
    first = Subquery(unanswered.order_by("sequence").values("created_at")[:1])
    mark = ReadMark.objects.filter(conversation=OuterRef("pk"), agent=agent).values("sequence")
    unread = messages.filter(
        sender_type=SenderType.CONTACT,
        sequence__gt=Greatest(OuterRef("answered_sequence"), OuterRef("read_sequence")),
    ).order_by()
    return conversations.select_related(*RELATED).annotate(
        asked_for_person=Case(
            When(~Exists(by_agents), status=ConversationStatus.OPEN, then=F("handed_off_at"))
        ),
        waiting_since=Case(
            When(
                ~Q(status=ConversationStatus.RESOLVED), then=Coalesce(first, F("asked_for_person"))
            ),
        ),
        read_sequence=Coalesce(Subquery(mark), Value(0)),
        unread=Coalesce(
            Subquery(unread.values("conversation").annotate(count=Count("*")).values("count")),
            Value(0),
        ),
        last_line=Subquery(last.annotate(line=_BEGINNING).values("line")[:1]),
        last_sender=Subquery(last.values("sender_type")[:1]),
        intent=newest_intent(),
        sentiment=newest_sentiment(),
    )


def row_of(found: Any) -> ConversationRow:
    """Make the row of a conversation from `annotate_rows`."""
    return ConversationRow(
        conversation=found,
        waiting_since=found.waiting_since,
        wants_person=found.asked_for_person is not None and found.assigned_agent_id is None,
        unread=found.unread,
        last_line=found.last_line or "",
        last_sender=found.last_sender or "",
        intent=found.intent or "",
        sentiment=found.sentiment or "",
    )
