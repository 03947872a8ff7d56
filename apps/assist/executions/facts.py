"""The facts of a conversation that conditions of actions are checked against."""

from __future__ import annotations

from apps.assist.models import Prediction
from apps.conversations.models import Conversation
from workers.contracts.conditions import MESSAGES_READ, Facts


def read_facts(conversation: Conversation) -> Facts:
    """Read the facts: intent, sentiment and language are of the newest message with a prediction,
    entities of the newest twenty. In one query."""
    predictions = Prediction.objects.filter(message__conversation=conversation)
    newest = list(predictions.order_by("-message__sequence")[:MESSAGES_READ])
    read = newest[0] if newest else None
    return Facts(
        priority=conversation.priority,
        status=conversation.status,
        inbox=conversation.inbox.name,
        tags=frozenset(conversation.tags),
        entities=frozenset(each["label"] for one in newest for each in one.entities),
        intent=read.intents[0]["label"] if read and read.intents else "",
        sentiment=read.sentiment if read else "",
        language=read.language if read else "",
    )
