"""The activity of a conversation, as short sentences for its thread.

Events of a single message, such as a thumb or a failure, are shown at the message instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from apps.accounts.models import Agent, Team
from apps.assist.executions.undoing import can_be_undone
from apps.assist.models import Execution, Prediction
from apps.conversations.hand_off import CAUSES
from apps.conversations.models import Tagging
from apps.dispatch.models import Event
from apps.webhooks.models import Webhook
from workers.contracts.events import EventKind

Names = dict[str | None, str]
SOMEBODY = "Somebody"
PERFORMED = EventKind.ACTION_PERFORMED


@dataclass(frozen=True)
class Activity:
    """A line of a thread that is no message. `id`: of its event.

    `execution`: of the action that it is about, while that can be undone.
    """

    id: int
    sentence: str
    created_at: datetime
    execution: UUID | None = None


def list_activity(conversation_id: UUID) -> list[Activity]:
    """Activities in order, as far back as events are kept; in at most five queries.

    An action and its effect are one line. The caller has checked that the agent may see the
    conversation.
    """
    events = Event.objects.filter(conversation_id=conversation_id, kind__in=_SENTENCES)
    listed = {event.id: event for event in events.order_by("id")}
    executions = _read_executions(listed.values())
    titles = {key: execution.title for key, execution in executions.items()}
    names = _find_names(listed.values()) | titles
    undoable = {key: each.id for key, each in executions.items() if can_be_undone(each)}
    effects = {event.id: listed.get(event.data.get("effect")) for event in listed.values()}
    merged = {effect.id for effect in effects.values() if effect}
    return [
        Activity(
            event.id,
            _say_event(event, effects[event.id], names),
            event.created_at,
            undoable.get(event.data.get("execution")) if event.kind == PERFORMED else None,
        )
        for event in listed.values()
        if event.id not in merged
    ]


def _say_event(event: Event, effect: Event | None, names: Names) -> str:
    if effect is None:
        return _SENTENCES[event.kind](event.data, names, event)
    done = _SENTENCES[effect.kind](effect.data, names, effect)
    return f"{done} with “{names.get(event.data.get('execution'), 'an action')}”"


def _read_executions(events: Iterable[Event]) -> dict[str | None, Execution]:
    ids = {event.data.get("execution") for event in events} - {None}
    found = Execution.objects.filter(id__in=ids) if ids else ()
    return {str(each.id): each for each in found}


def _find_names(events: Collection[Event]) -> Names:
    """Names of the agents, teams, webhooks and tags in events by id, and reasons of hand-offs."""
    about = [
        event.message_id for event in events if event.kind == EventKind.CONVERSATION_HANDED_OFF
    ]
    reasons = Prediction.objects.filter(message__in=[id_ for id_ in about if id_])
    return {
        **_read_names(Agent, events, "by", "agent"),
        **_read_names(Team, events, "team"),
        **_read_names(Webhook, events, "webhook"),
        **_read_names(Tagging, [each for each in events if _is_tag(each)], "tag"),
        **{str(row.message_id): row.reason for row in (reasons if any(about) else ())},
    }


def _read_names(model: type[Model], events: Iterable[Event], *keys: str) -> Names:
    ids = {event.data.get(key) for event in events for key in keys} - {None}
    found = model._default_manager.filter(pk__in=ids) if ids else ()
    return {str(each.pk): str(each) for each in found}


def _is_tag(event: Event) -> bool:
    """Whether an event has the number of a tag; those of an earlier release have its words."""
    return isinstance(event.data.get("tag"), int)


def _by(data: dict[str, Any], names: Names) -> str:
    return names.get(data.get("by"), SOMEBODY)


def _say_assigned(data: dict[str, Any], names: Names, event: Event) -> str:
    by, to = _by(data, names), data.get("agent") or data.get("team")
    if data.get("by") is None:
        return "Given back, because who had this has left or may not see it any more"
    if to is None:
        return f"{by} gave this back to everybody"
    if to == data.get("by"):
        return f"{by} took this"
    return f"{by} gave this to {names.get(to, SOMEBODY)}"


def _say_handed_off(data: dict[str, Any], names: Names, event: Event) -> str:
    sentence = CAUSES.get(data.get("cause", "")) or names.get(str(event.message_id), "")
    reason = sentence.rstrip(".")
    because = f" because {reason[:1].lower()}{reason[1:]}" if reason else ""
    return f"Handed to a person{because}"


def _say_snoozed(data: dict[str, Any], names: Names, event: Event) -> str:
    until = parse_datetime(data["until"])
    when = date_format(localtime(until), "j M, H:i") if until else "later"
    return f"{_by(data, names)} snoozed this until {when}"


def _say(template: str) -> Callable[[dict[str, Any], Names, Event], str]:
    def say(data: dict[str, Any], names: Names, event: Event) -> str:
        values = {
            "by": _by(data, names),
            "action": names.get(data.get("execution"), "an action"),
            "webhook": names.get(data.get("webhook"), "A webhook that is gone"),
            "tag": names.get(str(data.get("tag")), data.get("tag")),
        }
        return template.format(**data | values)

    return say


_SENTENCES: dict[str, Callable[[dict[str, Any], Names, Event], str]] = {
    EventKind.CONVERSATION_ASSIGNED: _say_assigned,
    EventKind.CONVERSATION_HANDED_OFF: _say_handed_off,
    EventKind.CONVERSATION_RESOLVED: _say("{by} resolved this"),
    EventKind.CONVERSATION_REOPENED: _say("{by} opened this again"),
    EventKind.SNOOZE_SET: _say_snoozed,
    EventKind.SNOOZE_ENDED: _say("Open again after its snooze"),
    EventKind.PRIORITY_SET: _say("{by} set the priority to {priority}"),
    EventKind.TAG_ADDED: _say("{by} added the tag {tag}"),
    EventKind.TAG_REMOVED: _say("{by} removed the tag {tag}"),
    PERFORMED: _say("{by} used “{action}”"),
    EventKind.ACTION_UNDONE: _say("{by} undid “{action}”"),
    EventKind.WEBHOOK_FAILED: _say("{webhook} did not take what it was told"),
}
