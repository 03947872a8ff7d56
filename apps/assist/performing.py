"""Actions that an agent takes with one click: shown, done once, and kept in the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.accounts.models import Agent
from apps.assist.actions import record_outcome
from apps.assist.effects import EVENTS_OF_EFFECTS, Occasion, Plan, plan
from apps.assist.facts import read_facts
from apps.assist.inputs import Input, Inputs, read_inputs
from apps.assist.models import Execution, Feedback, Suggestion
from apps.assist.undoing import find_changes, read_state
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.models import Conversation
from apps.dispatch.models import Event
from apps.knowledge.models import Action
from apps.webhooks.models import Delivery
from workers.conditions import find_unmet
from workers.contracts.events import EventKind


@dataclass(frozen=True)
class Press:
    """One press of a button. `key`: names it, so that it counts once however often it arrives.

    `given`: values that the agent put in. `seen`: of the preview that was before their eyes, if
    any. `last_seen`: the newest sequence that was, where that is known. For a `suggestion` the
    action is done once, whoever presses.
    """

    key: str = field(default_factory=lambda: uuid4().hex)
    given: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""
    last_seen: int | None = None
    suggestion: Suggestion | None = None

    def name(self, agent: Agent) -> str:
        """What is done once. What was undone may be done once more."""
        if self.suggestion is None:
            return f"{agent.id} {self.key}"
        undone = Execution.objects.filter(suggestion=self.suggestion, undone_at__isnull=False)
        times = undone.count()
        return f"suggestion {self.suggestion.id}" + (f" again {times}" if times else "")


@dataclass(frozen=True)
class ActionPreview:
    """What an action would do, or, where it is not possible, why not.

    `seen`: names what was shown; pressed with it, the action does this or nothing.
    """

    text: str
    possible: bool
    inputs: Sequence[Input] = ()
    final: bool = False

    @property
    def seen(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:16]


def preview_action(
    action: Action,
    conversation: Conversation,
    agent: Agent,
    given: Mapping[str, str] | None = None,
) -> ActionPreview:
    """Changes nothing. `agent`: who would do it. `given`: values that the agent put in."""
    inputs = read_inputs(action, conversation, agent, given or {})
    try:
        planned = _plan(action, conversation, agent, inputs)
    except ActionRefused as refused:
        return ActionPreview(str(refused), possible=False, inputs=inputs.list())
    return ActionPreview(planned.sentence, True, inputs.list(), planned.final)


@transaction.atomic
def perform_action(
    action: Action, conversation_id: UUID, agent: Agent, press: Press | None = None
) -> bool:
    """Do what an action does; False when it was done for this press or suggestion before.

    Raises ActionRefused, with nothing changed, when it cannot be done.
    """
    press = press or Press()
    conversation = lock_conversation(conversation_id)
    suggestion = press.suggestion
    if suggestion and suggestion.prediction.message.conversation_id != conversation_id:
        raise ActionRefused("This suggestion belongs to another conversation; load the page again.")
    if suggestion and suggestion.action_id != action.id:
        raise ActionRefused("This suggestion is of another action; load the page again.")
    key = press.name(agent)
    if Execution.objects.filter(key=key).exists():
        return False
    inputs = read_inputs(action, conversation, agent, press.given)
    planned = _plan(action, conversation, agent, inputs, press.last_seen)
    if press.seen and press.seen != ActionPreview(planned.sentence, possible=True).seen:
        raise ActionRefused("It would do something else now; look at it again before you do it.")
    execution = Execution(
        key=key,
        conversation=conversation,
        suggestion=suggestion,
        inputs=inputs.places,
        agent=agent,
    )
    told = _run(action, planned, execution)
    if suggestion is not None:
        record_outcome(suggestion, Feedback.Outcome.ACCEPTED, agent=agent)
    _record(execution, told)
    return True


def _plan(
    action: Action,
    conversation: Conversation,
    agent: Agent,
    inputs: Inputs,
    last_seen: int | None = None,
) -> Plan:
    unmet = find_unmet(action.conditions, read_facts(conversation)) if action.conditions else []
    if unmet:
        raise ActionRefused(f"It is only for where {' and '.join(unmet)}.")
    inputs.check()
    return plan(Occasion(action, conversation, agent, inputs.values, inputs.logged, last_seen))


def _run(action: Action, planned: Plan, execution: Execution) -> int | None:
    """Do it, and keep what has changed by that, so that it can be undone.

    Returns the event that tells of what was done, if one does.
    """
    execution.action, execution.title, execution.effect = action, action.title, action.effect
    execution.result = planned.result or planned.sentence
    before = read_state(execution.conversation)
    told_before = _find_newest_told(execution.conversation_id)
    outcome = planned.run()
    if isinstance(outcome, Delivery):
        execution.delivery = outcome
    if not planned.final:
        after = read_state(Conversation.objects.get(id=execution.conversation_id))
        execution.changes = find_changes(before, after)
    execution.save(force_insert=True)
    told = _find_newest_told(execution.conversation_id)
    return None if planned.final or told == told_before else told


def _record(execution: Execution, told: int | None) -> None:
    effect: dict[str, Any] = {"effect": told} if told else {}
    named = str(execution.suggestion_id) if execution.suggestion_id else None
    suggested: dict[str, Any] = {"suggestion": named} if named else {}
    record_about(
        execution.conversation,
        EventKind.ACTION_PERFORMED,
        by=execution.agent,
        action=str(execution.action_id),
        execution=str(execution.id),
        **suggested,
        **effect,
    )


def _find_newest_told(conversation_id: UUID) -> int | None:
    """Nobody else adds one: the conversation is locked."""
    told = Event.objects.filter(conversation_id=conversation_id, kind__in=EVENTS_OF_EFFECTS)
    return told.order_by("-id").values_list("id", flat=True).first()
