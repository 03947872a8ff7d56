"""The cards of an open conversation: replies to send, and actions to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.accounts.models import Agent
from apps.assist.current_text import read_current_texts
from apps.assist.filling import fill_variables
from apps.assist.models import Suggestion
from apps.assist.queries import MessageFacts
from apps.conversations.models import Conversation, ConversationStatus
from apps.desk.inbox.arranging import CARDS, arrange, drop_rejected
from apps.knowledge.models import Action
from apps.knowledge.placeholders import find_placeholders
from workers.contracts.conditions import Facts, find_unmet


@dataclass(frozen=True)
class Card:
    """A suggested reply with its variables filled in. `confidence`: beside the other cards."""

    suggestion: Suggestion
    confidence: float
    text: str
    missing: Sequence[str]

    @property
    def in_source(self) -> str:
        """See `list_in_source`."""
        if not find_placeholders(self.text):
            return ""
        # The source is read from the database, which few texts need.
        return list_in_source(self.text, self.suggestion.source_text)


def list_in_source(text: str, source_text: str) -> str:
    """The placeholders in a text, such as `<EMAIL>`, that are words of its source."""
    left = find_placeholders(text, source_text)
    return " ".join(each for each in find_placeholders(text) if each not in left)


def list_cards(
    conversation: Conversation,
    newest: MessageFacts | None,
    agent: Agent,
    most: int | None = None,
) -> list[Card]:
    """The first replies to the unanswered messages, the best first, without rejected ones."""
    arranged = arrange(_list_open(conversation, newest))[:most]
    texts = read_current_texts([each.suggestion for each in arranged])
    return [
        Card(
            each.suggestion,
            each.confidence,
            *fill_variables(texts[each.suggestion.id], conversation, agent),
        )
        for each in arranged
    ]


def list_suggested_actions(
    conversation: Conversation, newest: MessageFacts | None, facts: Facts
) -> list[Suggestion]:
    """Actions suggested for the unanswered messages, whose conditions hold."""
    shown = [
        each for each in _list_open(conversation, newest) if each.kind == Suggestion.Kind.ACTION
    ]
    actions = Action.objects.in_bulk([each.action_id for each in shown if each.action_id])
    possible = [
        each
        for each in shown
        if each.action_id in actions and not find_unmet(actions[each.action_id].conditions, facts)
    ]
    return possible[:CARDS]


def _list_open(conversation: Conversation, newest: MessageFacts | None) -> list[Suggestion]:
    """The suggestions for `newest`, unless somebody has answered it."""
    if newest is None or conversation.status == ConversationStatus.RESOLVED:
        return []
    if newest.message.sequence <= conversation.answered_sequence:
        return []
    return drop_rejected(newest.suggestions)
