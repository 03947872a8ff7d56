"""The list of conversations: what is wanted, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from apps.accounts.models import Agent
from apps.conversations.errors import ActionRefused
from apps.conversations.models import LIVE_STATUSES, Conversation, ConversationStatus, Priority
from apps.conversations.readings import is_read_as
from apps.conversations.searching import matches

# Whoever only opened the chat waits for nobody; the button that fetches a person says enough.
SAID = Q(message_count__gt=0) | Q(handed_off_at__isnull=False)
URGENCY = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.HIGH: 2, Priority.URGENT: 3}


@dataclass(frozen=True)
class ConversationFilter:
    """What an agent wants to see; what is empty does not narrow.

    `status`: open, waiting, snoozed or resolved. `whose`: mine, unassigned, person (the bot
    handed it over and nobody has it), team or all. `intent`
    and `sentiment` are those of the contact's last message that was understood.
    """

    status: str = ConversationStatus.OPEN
    whose: str = "all"
    inbox: UUID | None = None
    intent: str = ""
    sentiment: str = ""
    priority: str = ""
    tag: str = ""
    search: str = ""


def narrow(
    conversations: QuerySet[Conversation], wanted: ConversationFilter, agent: Agent
) -> QuerySet[Conversation]:
    """Those that an agent wants to see, of those in which anything was said."""
    conditions = {"status": wanted.status, "priority": wanted.priority, "inbox": wanted.inbox}
    given = {name: value for name, value in conditions.items() if value}
    found = conversations.filter(SAID, _whose(wanted.whose, agent), **given)
    if wanted.tag:
        # The second condition lets the index serve the first.
        found = found.filter(~Q(tags=[]), tags__contains=[wanted.tag])
    if wanted.search:
        found = found.filter(matches(wanted.search))
    if wanted.intent or wanted.sentiment:
        found = found.filter(is_read_as(wanted.intent, wanted.sentiment))
    return found


def put_in_order(
    conversations: QuerySet[Conversation], wanted: ConversationFilter
) -> QuerySet[Conversation]:
    """The urgent first while they are live, then the newest."""
    live = wanted.status in LIVE_STATUSES
    cases = [When(priority=priority, then=Value(urgency)) for priority, urgency in URGENCY.items()]
    urgency = Case(*cases if live else (), default=Value(0), output_field=IntegerField())
    return conversations.annotate(urgency=urgency).order_by("-urgency", "-last_message_at", "-id")


def start_after(conversations: QuerySet[Conversation], cursor: str) -> QuerySet[Conversation]:
    """Raises ActionRefused for a cursor that is none."""
    try:
        urgency, moment, id_ = cursor.split("_")
        place = int(urgency), datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        raise ActionRefused("This page of the list does not exist; begin at its top.") from None
    return conversations.filter(
        Q(urgency__lt=place[0])
        | Q(urgency=place[0], last_message_at__lt=place[1])
        | Q(urgency=place[0], last_message_at=place[1], id__lt=place[2])
    )


def cursor_of(conversation: Any) -> str:
    """Where a row that was put in order stands."""
    moment = conversation.last_message_at.isoformat()
    return f"{conversation.urgency}_{moment}_{conversation.id}"


def _whose(whose: str, agent: Agent) -> Q:
    if whose == "mine":
        return Q(assigned_agent=agent)
    if whose == "unassigned":
        return Q(assigned_agent=None)
    if whose == "person":
        return Q(handed_off_at__isnull=False, assigned_agent=None)
    if whose == "team":
        return Q(assigned_team=agent.team_id) & Q(assigned_team__isnull=False)
    return Q()
