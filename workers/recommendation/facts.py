"""The facts that the conditions of actions are checked against, when a message is answered."""

from __future__ import annotations

from workers.contracts.conditions import Facts
from workers.contracts.payloads import MessageAnalyzed
from workers.records.decisions import ConversationState


def find_facts(message: MessageAnalyzed, conversation: ConversationState) -> Facts:
    """The facts of this message, and of what its conversation has mentioned before."""
    return Facts(
        priority=conversation.priority,
        status=conversation.status,
        inbox=conversation.inbox,
        tags=frozenset(conversation.tags),
        entities=frozenset(conversation.entities) | {each.label for each in message.entities},
        intent=message.intent.label,
        sentiment=message.sentiment.label,
        language=message.language.label,
    )
