"""What was done to a conversation, as sentences between its messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from apps.accounts.models import Agent, Team
from apps.conversations.models import Conversation
from apps.dispatch.models import Event

SENTENCES = {
    "conversation.assigned": "{by} gave this to {to}",
    "conversation.resolved": "{by} resolved this",
    "conversation.reopened": "{by} opened this again",
    "conversation.handed_off": "Handed over to people",
    "snooze.set": "{by} snoozed this until {until}",
    "snooze.ended": "Open again after its snooze",
    "priority.set": "{by} made this {priority} priority",
}
NOBODY_KNOWN = "Somebody"


@dataclass(frozen=True)
class Happening:
    """One line of the thread that nobody said."""

    id: int
    sentence: str
    created_at: datetime


def list_happenings(conversation: Conversation) -> list[Happening]:
    """In the order in which they happened; names are looked up in two queries."""
    events = Event.objects.filter(conversation_id=conversation.id, kind__in=SENTENCES)
    listed = list(events.order_by("id"))
    people = {data for event in listed for data in (event.data.get("by"), event.data.get("agent"))}
    names = _names(Agent, people) | _names(Team, {event.data.get("team") for event in listed})
    return [
        Happening(event.id, _sentence(event.kind, event.data, names), event.created_at)
        for event in listed
    ]


def _names(model: type[Agent] | type[Team], ids: set[str | None]) -> dict[str, str]:
    wanted = [each for each in ids if each]
    found = model._default_manager.filter(id__in=wanted) if wanted else ()
    return {str(each.pk): str(each) for each in found}


def _sentence(kind: str, data: dict[str, Any], names: dict[str, str]) -> str:
    until = parse_datetime(data.get("until", ""))
    to = names.get(data.get("agent") or data.get("team") or "", "nobody")
    return SENTENCES[kind].format(
        by=names.get(data.get("by", ""), NOBODY_KNOWN),
        to=to,
        until=date_format(until, "j M, H:i") if until else "later",
        priority=data.get("priority", "normal"),
    )
