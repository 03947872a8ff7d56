"""The pane of an open conversation, beside the list."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import Agent, Team
from apps.assist.executions.facts import read_facts
from apps.assist.mentions import gather_mentions
from apps.conversations.models import Conversation, Priority
from apps.conversations.queries import list_history
from apps.conversations.typing_indicator import find_colleague_typing
from apps.desk.inbox.arranging import CARDS
from apps.desk.inbox.cards import list_cards, list_suggested_actions
from apps.desk.inbox.summary import summarise
from apps.desk.inbox.thread import list_understood, read_thread
from apps.knowledge.placeholders import list_placeholder_labels
from apps.knowledge.queries import list_actions
from workers.contracts.conditions import find_unmet

# Earlier mentions are in the thread.
MENTIONS = 12


def describe(conversation: Conversation, agent: Agent, *, whole: bool = False) -> dict[str, Any]:
    """The context of `conversation.html`. The caller has checked that the agent may see it."""
    thread = read_thread(conversation, whole=whole)
    newest, facts = thread.newest, read_facts(conversation)
    suggested = list_suggested_actions(conversation, newest, facts)
    others = list_actions().exclude(id__in=[each.action_id for each in suggested])
    return {
        "conversation": conversation,
        "thread": thread,
        "typing": find_colleague_typing(conversation, agent),
        "summary": summarise(conversation, thread),
        "cards": list_cards(conversation, newest, agent, CARDS),
        "suggested_actions": suggested,
        "actions": [(action, find_unmet(action.conditions, facts)) for action in others],
        "history": list_history(conversation, agent),
        "prediction": newest.prediction if newest else None,
        "mentions": gather_mentions(list_understood(thread), MENTIONS),
        "placeholder_labels": " ".join(sorted(list_placeholder_labels())),
        **handling_choices(),
    }


def handling_choices() -> dict[str, Any]:
    """The agents, teams and priorities to choose from."""
    return {
        "agents": Agent.objects.filter(is_active=True).order_by("display_name"),
        "teams": Team.objects.order_by("name"),
        "priorities": Priority.choices,
    }
