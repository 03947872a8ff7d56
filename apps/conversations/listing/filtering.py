"""Filters and sorts the list of conversations, and pages through it by a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from apps.accounts.models import Agent
from apps.conversations.errors import ActionRefused
from apps.conversations.listing.newest_prediction import is_predicted_as
from apps.conversations.listing.searching import matches
from apps.conversations.models import LIVE_STATUSES, Conversation, ConversationStatus, Priority

# Not conversations in which the chat was only opened; asking for a person by a button counts.
SAID = Q(message_count__gt=0) | Q(handed_off_at__isnull=False)
URGENCY = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.HIGH: 2, Priority.URGENT: 3}


@dataclass(frozen=True)
class ConversationFilter:
    """A filter of the list; empty fields filter nothing.

    `status`: open, waiting, snoozed or resolved. `whose`: mine, unassigned, person (handed
    off by the bot, not assigned and not resolved), team or all. `intent` and `sentiment`: of the
    contact's newest message with a prediction.
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
    """The conversations that match the filter, of those with any message."""
    fields = {"status": wanted.status, "priority": wanted.priority, "inbox": wanted.inbox}
    conditions = {name: value for name, value in fields.items() if value}
    found = conversations.filter(SAID, _whose(wanted.whose, agent), **conditions)
    if wanted.tag:
        # The first condition is the index's own: without it, the index would not be used.
        found = found.filter(~Q(tags=[]), tags__contains=[wanted.tag])
    if wanted.search:
        found = found.filter(matches(wanted.search))
    if wanted.intent or wanted.sentiment:
        found = found.filter(is_predicted_as(wanted.intent, wanted.sentiment))
    return found


def put_in_order(
    conversations: QuerySet[Conversation], wanted: ConversationFilter
) -> QuerySet[Conversation]:
    """Sort: live conversations with urgent ones first, then the newest first."""
    live = wanted.status in LIVE_STATUSES
    cases = [When(priority=priority, then=Value(urgency)) for priority, urgency in URGENCY.items()]
    urgency = Case(*cases if live else (), default=Value(0), output_field=IntegerField())
    return conversations.annotate(urgency=urgency).order_by("-urgency", "-last_message_at", "-id")


def start_after(conversations: QuerySet[Conversation], cursor: str) -> QuerySet[Conversation]:
    """The rows behind a cursor. Raises ActionRefused for an invalid one."""
    try:
        urgency, moment, id_ = cursor.split("_")
        place = int(urgency), datetime.fromisoformat(moment).astimezone(UTC), UUID(id_)
    except (ValueError, OverflowError):
        raise ActionRefused("This page of the list does not exist; begin at its top.") from None
    return conversations.filter(
        Q(urgency__lt=place[0])
        | Q(urgency=place[0], last_message_at__lt=place[1])
        | Q(urgency=place[0], last_message_at=place[1], id__lt=place[2])
    )


def cursor_of(conversation: Any) -> str:
    """The cursor of a row in a sorted list."""
    moment = conversation.last_message_at.isoformat()
    return f"{conversation.urgency}_{moment}_{conversation.id}"


def _whose(whose: str, agent: Agent) -> Q:
    if whose == "mine":
        return Q(assigned_agent=agent)
    if whose == "unassigned":
        return Q(assigned_agent=None)
    if whose == "person":
        live = Q(status__in=LIVE_STATUSES)
        return live & Q(handed_off_at__isnull=False, assigned_agent=None)
    if whose == "team":
        return Q(assigned_team=agent.team_id) & Q(assigned_team__isnull=False)
    return Q()
