"""Plans what an action does in a conversation: a sentence to show, and a function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils import timezone

from apps.accounts.models import Agent, Role, Team
from apps.assist.filling import fill
from apps.assist.sending import refuse_unfilled
from apps.conversations.actions import send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import add_tag, assign, resolve, set_priority
from apps.conversations.models import LIVE_STATUSES, Conversation
from apps.conversations.queries import list_inboxes_of
from apps.conversations.snoozing import snooze
from apps.knowledge.models import Action, Macro
from apps.webhooks.actions import call_webhook
from apps.webhooks.models import Webhook
from workers.contracts.events import EventKind

# Events of effects that can be undone, recorded under the lock of the conversation.
EVENTS_OF_EFFECTS = (
    EventKind.CONVERSATION_ASSIGNED,
    EventKind.CONVERSATION_RESOLVED,
    EventKind.PRIORITY_SET,
    EventKind.SNOOZE_SET,
    EventKind.TAG_ADDED,
)


@dataclass(frozen=True)
class Occasion:
    """An action, the conversation, the agent who performs it, and the values of its inputs.

    `logged`: the values as the audit log may show them. `last_seen`: the newest sequence that was
    on the agent's page, where that is known.
    """

    action: Action
    conversation: Conversation
    by: Agent
    values: Mapping[str, str]
    logged: Mapping[str, str]
    last_seen: int | None = None

    def parameter(self, name: str, default: Any = "") -> Any:
        """A parameter of the action's effect."""
        return self.action.parameters.get(name, default)


@dataclass(frozen=True)
class Plan:
    """`sentence`: what will be done, for the agent; `run` does it, inside a transaction.

    `result`: for the audit log, without anybody's words. A `final` plan cannot be undone.
    """

    sentence: str
    run: Callable[[], object]
    result: str = ""
    final: bool = False


def plan(occasion: Occasion) -> Plan:
    """Plan the action's effect. Raises ActionRefused when it cannot be done here."""
    return _PLANNERS[occasion.action.effect](occasion)


def _plan_assign(occasion: Occasion) -> Plan:
    name = occasion.parameter("team")
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise ActionRefused(f"There is no team {name!r} (any more); choose another in the action.")
    return Plan(
        f"Gives it to the team {team}.",
        partial(assign, occasion.conversation.id, by=occasion.by, team=team),
    )


def _plan_priority(occasion: Occasion) -> Plan:
    priority = occasion.parameter("priority")
    return Plan(
        f"Sets the priority to {priority}.",
        partial(set_priority, occasion.conversation.id, priority, occasion.by),
    )


def _plan_tag(occasion: Occasion) -> Plan:
    tag, _ = fill(occasion.parameter("tag"), occasion.values)
    logged, _ = fill(occasion.parameter("tag"), occasion.logged)
    return Plan(
        f"Adds the tag {tag}.",
        partial(add_tag, occasion.conversation.id, tag, occasion.by),
        result=f"Adds the tag {logged}.",
    )


def _plan_snooze(occasion: Occasion) -> Plan:
    hours = int(occasion.parameter("hours", 0))
    until = timezone.now() + timedelta(hours=hours)
    unit = "hour" if hours == 1 else "hours"
    return Plan(
        f"Puts it away for {hours} {unit}, unless the customer writes before.",
        partial(snooze, occasion.conversation.id, until, occasion.by, seen=occasion.last_seen),
    )


def _plan_escalate(occasion: Occasion) -> Plan:
    role = occasion.parameter("role", Role.SUPERVISOR)
    chosen = _find_least_busy(role, occasion.conversation, occasion.by)
    if chosen is None:
        raise ActionRefused(f"Nobody else with the role {role} can see this inbox.")
    return Plan(
        f"Gives it to {chosen}, {role}.",
        partial(assign, occasion.conversation.id, by=occasion.by, agent=chosen),
    )


def _plan_close(occasion: Occasion) -> Plan:
    return Plan(
        "Resolves the conversation.",
        partial(resolve, occasion.conversation.id, occasion.by, seen=occasion.last_seen),
    )


def _plan_macro(occasion: Occasion) -> Plan:
    slug = occasion.parameter("macro")
    macro = Macro.objects.filter(slug=slug).first()
    if macro is None:
        raise ActionRefused(f"There is no macro {slug!r} (any more); choose another in the action.")
    text, missing = fill(macro.text, occasion.values)
    if missing:
        raise ActionRefused(f"Nothing is known here for {', '.join(missing)}; reply by hand.")
    refuse_unfilled(text, macro.text)
    return Plan(
        f"Sends: {text}",
        partial(send_reply, occasion.conversation.id, occasion.by, text, seen=occasion.last_seen),
        result=f"Sent the macro {macro}.",
        final=True,
    )


def _plan_webhook(occasion: Occasion) -> Plan:
    name = occasion.parameter("webhook")
    webhook = Webhook.objects.filter(name=name).first()
    if webhook is None:
        raise ActionRefused(f"There is no webhook {name!r} (any more); choose one in the action.")
    inputs = [f"{key.replace('_', ' ')} {value}" for key, value in occasion.values.items() if value]
    filled_in = f" with {', '.join(inputs)}" if inputs else ""
    when = " when it is resumed; it is paused now" if webhook.paused_at else ""
    return Plan(
        f"Calls {webhook}{filled_in}{when}.",
        partial(
            call_webhook,
            webhook,
            EventKind.ACTION_PERFORMED,
            _describe(occasion),
            occasion.conversation.id,
        ),
        result=f"Called {webhook}.",
        final=True,
    )


def _describe(occasion: Occasion) -> dict[str, Any]:
    """The payload for a webhook: the action, the conversation and the inputs."""
    conversation, action = occasion.conversation, occasion.action
    return {
        "action": {"slug": action.slug, "title": action.title},
        "agent": {"id": str(occasion.by.id), "name": str(occasion.by)},
        "conversation": {
            "id": str(conversation.id),
            "inbox": conversation.inbox.name,
            "priority": conversation.priority,
            "tags": conversation.tags,
        },
        "inputs": dict(occasion.values),
    }


def _find_least_busy(role: str, conversation: Conversation, by: Agent) -> Agent | None:
    """The agent of this role who may see the inbox and has the fewest live conversations."""
    busy = dict(
        Conversation.objects.filter(status__in=LIVE_STATUSES, assigned_agent__role=role)
        .values_list("assigned_agent")
        .annotate(Count("id"))
    )
    others = Agent.objects.filter(role=role, is_active=True).exclude(id=by.id)
    able = [
        agent
        for agent in others.select_related("team")
        if list_inboxes_of(agent).filter(id=conversation.inbox_id).exists()
    ]
    return min(able, key=lambda agent: (busy.get(agent.id, 0), agent.display_name), default=None)


_PLANNERS: dict[str, Callable[[Occasion], Plan]] = {
    Action.Effect.ASSIGN: _plan_assign,
    Action.Effect.SET_PRIORITY: _plan_priority,
    Action.Effect.TAG: _plan_tag,
    Action.Effect.SNOOZE: _plan_snooze,
    Action.Effect.ESCALATE: _plan_escalate,
    Action.Effect.CLOSE: _plan_close,
    Action.Effect.SEND_MACRO: _plan_macro,
    Action.Effect.WEBHOOK: _plan_webhook,
}
