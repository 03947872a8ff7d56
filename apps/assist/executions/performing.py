"""Performs actions: previewed, done once for each press, and kept in the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.accounts.models import Agent
from apps.assist.actions import record_outcome
from apps.assist.executions.effects import EVENTS_OF_EFFECTS, Occasion, Plan, plan
from apps.assist.executions.facts import read_facts
from apps.assist.executions.inputs import Input, Inputs, read_inputs
from apps.assist.executions.undoing import find_changes, read_state
from apps.assist.models import Execution, Feedback, Suggestion
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.models import Conversation
from apps.dispatch.models import Event
from apps.knowledge.models import Action
from apps.webhooks.models import Delivery
from workers.contracts.conditions import find_unmet
from workers.contracts.events import EventKind


@dataclass(frozen=True)
class Press:
    """One press of a button. `key`: its name, so that it counts once however often it arrives.

    `typed`: values of inputs that the agent typed. `digest`: of the preview that was shown, if any.
    `last_seen`: the newest sequence that was on the agent's page, where that is known. The action
    of a `suggestion` is done once, whoever presses.
    """

    key: str = field(default_factory=lambda: uuid4().hex)
    typed: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    last_seen: int | None = None
    suggestion: Suggestion | None = None

    def name(self, agent: Agent) -> str:
        """The key of the execution. An action that was undone can be done once more."""
        if self.suggestion is None:
            return f"{agent.id} {self.key}"
        undone = Execution.objects.filter(suggestion=self.suggestion, undone_at__isnull=False)
        times = undone.count()
        return f"suggestion {self.suggestion.id}" + (f" again {times}" if times else "")


@dataclass(frozen=True)
class ActionPreview:
    """What an action would do, or why it is not possible.

    `digest`: of the text; pressed with it, the action does exactly what the text says or is
    refused.
    """

    text: str
    possible: bool
    inputs: Sequence[Input] = ()
    final: bool = False

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:16]


def preview_action(
    action: Action,
    conversation: Conversation,
    agent: Agent,
    typed: Mapping[str, str] | None = None,
) -> ActionPreview:
    """Preview an action, without changing anything. `typed`: values that the agent typed."""
    inputs = read_inputs(action, conversation, agent, typed or {})
    try:
        planned = _plan(action, conversation, agent, inputs)
    except ActionRefused as refused:
        return ActionPreview(str(refused), possible=False, inputs=inputs.list())
    return ActionPreview(planned.sentence, True, inputs.list(), planned.final)


@transaction.atomic
def perform_action(
    action: Action, conversation_id: UUID, agent: Agent, press: Press | None = None
) -> bool:
    """Perform an action; False when it was done for this press or suggestion before.

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
    inputs = read_inputs(action, conversation, agent, press.typed)
    planned = _plan(action, conversation, agent, inputs, press.last_seen)
    if press.digest and press.digest != ActionPreview(planned.sentence, possible=True).digest:
        raise ActionRefused("It would do something else now; look at it again before you do it.")
    execution = Execution(
        key=key,
        conversation=conversation,
        suggestion=suggestion,
        inputs=inputs.places,
        agent=agent,
    )
    event_id = _run(action, planned, execution)
    if suggestion is not None:
        record_outcome(suggestion, Feedback.Outcome.ACCEPTED, agent=agent)
    _record(execution, event_id)
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
    """Run the plan, and store the execution with what has changed, so that it can be undone.

    Returns the id of the event of its effect, if there is one.
    """
    execution.action, execution.title, execution.effect = action, action.title, action.effect
    execution.result = planned.result or planned.sentence
    before = read_state(execution.conversation)
    newest_before = _find_newest_effect(execution.conversation_id)
    outcome = planned.run()
    if isinstance(outcome, Delivery):
        execution.delivery = outcome
    if not planned.final:
        after = read_state(Conversation.objects.get(id=execution.conversation_id))
        execution.changes = find_changes(before, after)
    execution.save(force_insert=True)
    newest = _find_newest_effect(execution.conversation_id)
    return None if planned.final or newest == newest_before else newest


def _record(execution: Execution, event_id: int | None) -> None:
    effect: dict[str, Any] = {"effect": event_id} if event_id else {}
    suggestion_id = execution.suggestion_id
    suggested: dict[str, Any] = {"suggestion": str(suggestion_id)} if suggestion_id else {}
    record_about(
        execution.conversation,
        EventKind.ACTION_PERFORMED,
        by=execution.agent,
        action=str(execution.action_id),
        execution=str(execution.id),
        **suggested,
        **effect,
    )


def _find_newest_effect(conversation_id: UUID) -> int | None:
    """The id of the newest event of an effect; the lock keeps others from adding one."""
    effects = Event.objects.filter(conversation_id=conversation_id, kind__in=EVENTS_OF_EFFECTS)
    return effects.order_by("-id").values_list("id", flat=True).first()
