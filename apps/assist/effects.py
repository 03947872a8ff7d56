"""What an action will do in one conversation: decided first, said in a sentence, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from apps.accounts.models import Agent, Role, Team
from apps.assist.filling import fill_variables
from apps.conversations.actions import send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import add_tag, assign, resolve, set_priority
from apps.conversations.models import LIVE_STATUSES, Conversation
from apps.conversations.queries import list_inboxes_of
from apps.conversations.snoozing import snooze
from apps.knowledge.models import Action, Macro

Parameters = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """`sentence`: what will be done, for the agent; `run` does it, inside a transaction."""

    sentence: str
    run: Callable[[], object]


def plan(action: Action, conversation: Conversation, agent: Agent | None) -> Plan:
    """Raises ActionRefused when it cannot be done here. Without an agent it must not be run."""
    return _PLANNERS[action.effect](action.parameters, conversation, agent)


def _plan_assign(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    name = parameters.get("team", "")
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise ActionRefused(f"There is no team {name!r} (any more); choose another in the action.")
    return Plan(f"Gives it to the team {team}.", partial(assign, conversation.id, by=by, team=team))


def _plan_priority(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    priority = parameters.get("priority", "")
    return Plan(
        f"Sets the priority to {priority}.",
        partial(set_priority, conversation.id, priority, by),
    )


def _plan_tag(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    tag = parameters.get("tag", "")
    return Plan(f"Adds the tag {tag}.", partial(add_tag, conversation.id, tag, by))


def _plan_snooze(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    hours = int(parameters.get("hours", 0))
    until = timezone.now() + timedelta(hours=hours)
    unit = "hour" if hours == 1 else "hours"
    return Plan(
        f"Puts it away for {hours} {unit}, unless the customer writes before.",
        partial(snooze, conversation.id, until, by),
    )


def _plan_escalate(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    role = parameters.get("role", Role.SUPERVISOR)
    chosen = _find_least_busy(role, conversation, by)
    if chosen is None:
        raise ActionRefused(f"Nobody else with the role {role} can see this inbox.")
    return Plan(
        f"Gives it to {chosen}, {role}.", partial(assign, conversation.id, by=by, agent=chosen)
    )


def _plan_close(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    return Plan("Resolves the conversation.", partial(resolve, conversation.id, by))


def _plan_macro(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    slug = parameters.get("macro", "")
    macro = Macro.objects.filter(slug=slug).first()
    if macro is None:
        raise ActionRefused(f"There is no macro {slug!r} (any more); choose another in the action.")
    text, missing = fill_variables(macro.text, conversation, by)
    if missing and by is not None:
        raise ActionRefused(f"Nothing is known here for {', '.join(missing)}; reply by hand.")
    return Plan(f"Sends: {text}", partial(send_reply, conversation.id, by, text))


def _plan_webhook(parameters: Parameters, conversation: Conversation, by: Any) -> Plan:
    raise ActionRefused("Calling other systems is not available yet; do this one by hand.")


def _find_least_busy(role: str, conversation: Conversation, by: Agent | None) -> Agent | None:
    """Whoever of this role sees the inbox and has the fewest live conversations."""
    busy = dict(
        Conversation.objects.filter(status__in=LIVE_STATUSES, assigned_agent__role=role)
        .values_list("assigned_agent")
        .annotate(Count("id"))
    )
    others = Agent.objects.filter(~Q(id=by.id if by else None), role=role, is_active=True)
    able = [
        agent
        for agent in others.select_related("team")
        if list_inboxes_of(agent).filter(id=conversation.inbox_id).exists()
    ]
    return min(able, key=lambda agent: (busy.get(agent.id, 0), agent.display_name), default=None)


_PLANNERS: dict[str, Callable[[Parameters, Conversation, Any], Plan]] = {
    Action.Effect.ASSIGN: _plan_assign,
    Action.Effect.SET_PRIORITY: _plan_priority,
    Action.Effect.TAG: _plan_tag,
    Action.Effect.SNOOZE: _plan_snooze,
    Action.Effect.ESCALATE: _plan_escalate,
    Action.Effect.CLOSE: _plan_close,
    Action.Effect.SEND_MACRO: _plan_macro,
    Action.Effect.WEBHOOK: _plan_webhook,
}
