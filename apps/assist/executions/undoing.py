"""Undoes an action for a while: restores what it changed, unless that has changed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Agent
from apps.assist.actions import withdraw_acceptance
from apps.assist.executions.set_since import find_set_since
from apps.assist.models import Execution
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.models import Conversation
from apps.conversations.restoring import restore
from workers.contracts.events import EventKind

UNDO_FOR = timedelta(minutes=30)
FIELDS = {
    "assigned_agent_id": "who has it",
    "assigned_team_id": "the team",
    "priority": "the priority",
    "tags": "the tags",
    "status": "its state",
    "snoozed_until": "its snooze",
    "answered_sequence": "what was answered",
}
State = dict[str, Any]
Changes = Mapping[str, tuple[Any, Any]]


def read_state(conversation: Conversation) -> State:
    """The fields that actions change, as JSON."""
    state = {field: getattr(conversation, field) for field in FIELDS}
    plain = (str, int, list, type(None))
    return {
        field: value if isinstance(value, plain) else _write(value)
        for field, value in state.items()
    }


def find_changes(before: State, after: State) -> dict[str, tuple[Any, Any]]:
    """Each changed field, with its values before and after."""
    return {name: (before[name], after[name]) for name in FIELDS if before[name] != after[name]}


def decide_undo(changes: Changes, current: State) -> State:
    """The values to restore. Raises ActionRefused where a field has changed since."""
    restored: State = {}
    for name, (before, after) in changes.items():
        if name == "tags":
            added = set(after) - set(before)
            restored[name] = [tag for tag in current[name] if tag not in added]
        elif current[name] == after:
            restored[name] = before
        else:
            raise _changed_since(name)
    return restored


def can_be_undone(execution: Execution) -> bool:
    """Whether undoing is offered. It is still refused where something has changed since."""
    recent = execution.created_at > timezone.now() - UNDO_FOR
    return bool(execution.changes) and execution.undone_at is None and recent


@transaction.atomic
def undo_action(execution_id: UUID, conversation_id: UUID, agent: Agent) -> bool:
    """Undo an action, and the feedback that it was; False when that was done before.

    Raises ActionRefused where it cannot be undone, Execution.DoesNotExist where there is none.
    """
    conversation = lock_conversation(conversation_id)
    execution = Execution.objects.get(id=execution_id, conversation=conversation)
    if execution.undone_at is not None:
        return False
    if not execution.changes:
        raise ActionRefused("This cannot be undone.")
    if not can_be_undone(execution):
        raise ActionRefused("This was done too long ago to be undone; change it by hand.")
    restored = decide_undo(execution.changes, read_state(conversation))
    # A colleague may have set a field to the value that it had already.
    if (name := find_set_since(execution)) is not None:
        raise _changed_since(name)
    restore(conversation, restored)
    execution.undone_at, execution.undone_by = timezone.now(), agent
    execution.save(update_fields=["undone_at", "undone_by"])
    if execution.suggestion is not None:
        withdraw_acceptance(execution.suggestion)
    record_about(conversation, EventKind.ACTION_UNDONE, by=agent, execution=str(execution.id))
    return True


def _changed_since(name: str) -> ActionRefused:
    changed = "have" if name == "tags" else "has"
    return ActionRefused(
        f"It cannot be undone any more: {FIELDS[name]} {changed} been changed since."
    )


def _write(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
