"""What was done to a conversation after an action, whatever it left there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from apps.assist.models import Execution
from apps.conversations.models import Tagging
from apps.dispatch.models import Event
from workers.contracts.events import EventKind

# What tells that somebody has set a field, by the field.
TELLING = {
    "assigned_agent_id": (EventKind.CONVERSATION_ASSIGNED,),
    "assigned_team_id": (EventKind.CONVERSATION_ASSIGNED,),
    "priority": (EventKind.PRIORITY_SET,),
    "status": (EventKind.CONVERSATION_RESOLVED, EventKind.SNOOZE_SET),
    "snoozed_until": (EventKind.SNOOZE_SET,),
}
OF_TAGS = (EventKind.TAG_ADDED, EventKind.TAG_REMOVED)


def find_set_since(execution: Execution) -> str | None:
    """A field of its changes that somebody has set after it; what was undone does not count."""
    events = Event.objects.filter(conversation_id=execution.conversation_id)
    performed = events.filter(kind=EventKind.ACTION_PERFORMED)
    own = performed.filter(data__execution=str(execution.id)).values_list("id", flat=True).first()
    undone = Execution.objects.filter(
        conversation_id=execution.conversation_id, undone_at__isnull=False
    )
    ids = [str(id_) for id_ in undone.values_list("id", flat=True)]
    taken_back = performed.filter(data__execution__in=ids).values_list("data__effect", flat=True)
    later = events.filter(id__gt=own or 0).exclude(id__in=[id_ for id_ in taken_back if id_])
    return next((name for name in execution.changes if later.filter(_tells(execution, name))), None)


def _tells(execution: Execution, name: str) -> Q:
    if name != "tags":
        return Q(kind__in=TELLING.get(name, ()))
    before, after = execution.changes[name]
    return Q(kind__in=OF_TAGS, data__tag__in=_list_ids(execution, set(after) - set(before)))


def _list_ids(execution: Execution, tags: Iterable[str]) -> list[int]:
    tagged = Tagging.objects.filter(conversation_id=execution.conversation_id, tag__in=tags)
    return list(tagged.values_list("id", flat=True))
