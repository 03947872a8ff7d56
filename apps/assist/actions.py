"""What people do with what the workers said. The latest word counts."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import Agent
from apps.assist.kinds import FEEDBACK
from apps.assist.models import Feedback, Suggestion
from apps.conversations.models import Message
from apps.dispatch.actions import enqueue, record_event


@transaction.atomic
def record_outcome(
    suggestion: Suggestion, outcome: str, *, text: str = "", agent: Agent | None = None
) -> Feedback:
    """An agent accepted, edited (into `text`) or rejected a suggestion."""
    message = suggestion.prediction.message
    feedback, _ = Feedback.objects.update_or_create(
        suggestion=suggestion,
        defaults={"message": message, "outcome": outcome, "text": text, "agent": agent},
    )
    _learn(feedback, message)
    return feedback


@transaction.atomic
def rate_message(message: Message, rating: str, *, comment: str = "") -> Feedback:
    """A contact put a thumb up or down on a message."""
    feedback, _ = Feedback.objects.update_or_create(
        message=message, suggestion=None, defaults={"outcome": rating, "text": comment}
    )
    _learn(feedback, message)
    return feedback


def _learn(feedback: Feedback, message: Message) -> None:
    enqueue(FEEDBACK, feedback.id)
    record_event(
        "feedback.given",
        inbox_id=message.conversation.inbox_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        outcome=feedback.outcome,
    )
