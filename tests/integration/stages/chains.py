"""Runs claims through the tasks of their pipeline, as a chain would."""

from __future__ import annotations

import json
from typing import Any

from celery.exceptions import Ignore

from apps.assist.queries import MessageFacts, gather_facts
from apps.conversations.actions import receive_message, start_conversation
from apps.conversations.models import Conversation, Inbox, Message
from apps.dispatch.claiming import Claim, claim
from workers.contracts.envelopes import WorkClaimed
from workers.contracts.pipelines import Lane
from workers.feedback.tasks import (
    find_gaps,
    learn_from_conversations,
    learn_from_feedback,
    train_models,
)
from workers.inference.tasks import analyze_messages, embed_knowledge
from workers.preprocessing.tasks import preprocess_messages
from workers.recommendation.tasks import recommend_replies

# A question that the sample company's bot answers alone.
DELIVERY = "How long does delivery to Germany take?"

TASKS: dict[Lane, tuple[Any, ...]] = {
    Lane.LIVE: (preprocess_messages, analyze_messages, recommend_replies),
    Lane.BULK: (embed_knowledge,),
    Lane.FEEDBACK: (learn_from_feedback,),
    Lane.SOLVED: (learn_from_conversations,),
    Lane.GAPS: (find_gaps,),
    Lane.TRAINING: (train_models,),
}


def claim_all(lane: Lane) -> Claim:
    claimed = claim(lane, 64, tried=False)
    assert claimed is not None, f"nothing is due in the lane {lane}"
    return claimed


def payload_of(claimed: Claim) -> dict[str, Any]:
    """The payload of a chain's first task."""
    envelope = WorkClaimed(lease_token=claimed.token, items=claimed.work_ids)
    return envelope.model_dump(mode="json")


def run(tasks: tuple[Any, ...], payload: Any) -> Any:
    """Run tasks, each with the JSON result of the one before it; a chain may end early."""
    try:
        for task in tasks:
            payload = task(json.loads(json.dumps(payload)))
    except Ignore:
        return None
    return payload


def run_lane(lane: Lane) -> None:
    """Claim what is due in a lane, and run all tasks."""
    run(TASKS[lane], payload_of(claim_all(lane)))


def understand_all() -> Any:
    """Claim due messages, and run all tasks but the last. Returns the payload of the last."""
    return run(TASKS[Lane.LIVE][:2], payload_of(claim_all(Lane.LIVE)))


def recommend_all(payload: Any) -> None:
    """Run the last task."""
    run(TASKS[Lane.LIVE][2:], payload)


def embed_all() -> None:
    while (claimed := claim(Lane.BULK, 64, tried=False)) is not None:
        run(TASKS[Lane.BULK], payload_of(claimed))


def write(inbox: Inbox, text: str) -> Message:
    """A contact's message in a conversation of its own."""
    return receive_message(start_conversation(inbox).id, text)


def ask(inbox: Inbox, text: str) -> MessageFacts:
    """Write a message, run the pipeline, and return its facts."""
    message = write(inbox, text)
    run_lane(Lane.LIVE)
    return facts_of(message)


def facts_of(message: Message) -> MessageFacts:
    (facts,) = gather_facts([Message.objects.get(id=message.id)], with_suggestions=True)
    return facts


def said_after(message: Message) -> list[tuple[str, str]]:
    """(sender, text) of later messages, in order."""
    later = Message.objects.filter(
        conversation=message.conversation_id, sequence__gt=message.sequence
    )
    return list(later.order_by("sequence").values_list("sender_type", "text"))


def conversation_of(message: Message) -> Conversation:
    return Conversation.objects.get(id=message.conversation_id)
