"""Finds what was set in a conversation after an action, even to the value that the action set."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from apps.assist.models import Execution
from apps.conversations.models import Tagging
from apps.dispatch.models import Event
from workers.contracts.events import EventKind

# The events of setting each field.
EVENTS_OF_FIELD = {
    "assigned_agent_id": (EventKind.CONVERSATION_ASSIGNED,),
    "assigned_team_id": (EventKind.CONVERSATION_ASSIGNED,),
    "priority": (EventKind.PRIORITY_SET,),
    "status": (EventKind.CONVERSATION_RESOLVED, EventKind.SNOOZE_SET),
    "snoozed_until": (EventKind.SNOOZE_SET,),
}
OF_TAGS = (EventKind.TAG_ADDED, EventKind.TAG_REMOVED)


def find_set_since(execution: Execution) -> str | None:
    """A field that the action changed and that was set after it, by what was not undone."""
    events = Event.objects.filter(conversation_id=execution.conversation_id)
    performed = events.filter(kind=EventKind.ACTION_PERFORMED)
    event_ids = performed.filter(data__execution=str(execution.id)).values_list("id", flat=True)
    event_id = event_ids.first()
    undone = Execution.objects.filter(
        conversation_id=execution.conversation_id, undone_at__isnull=False
    )
    ids = [str(id_) for id_ in undone.values_list("id", flat=True)]
    effects = performed.filter(data__execution__in=ids).values_list("data__effect", flat=True)
    later = events.filter(id__gt=event_id or 0).exclude(id__in=[id_ for id_ in effects if id_])
    return next((name for name in execution.changes if later.filter(_sets(execution, name))), None)


def _sets(execution: Execution, name: str) -> Q:
    """Whether an event sets this field, or one of the tags that the action added."""
    if name != "tags":
        return Q(kind__in=EVENTS_OF_FIELD.get(name, ()))
    before, after = execution.changes[name]
    return Q(kind__in=OF_TAGS, data__tag__in=_list_ids(execution, set(after) - set(before)))


def _list_ids(execution: Execution, tags: Iterable[str]) -> list[int]:
    tagged = Tagging.objects.filter(conversation_id=execution.conversation_id, tag__in=tags)
    return list(tagged.values_list("id", flat=True))
