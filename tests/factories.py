"""Makes rows as the application and the workers write them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from apps.accounts.models import Agent, Team
from apps.assist.models import Prediction, Suggestion
from apps.conversations.actions import receive_message, start_conversation
from apps.conversations.append import append_message
from apps.conversations.models import Conversation, Direction, Inbox, Message, SenderType
from apps.dispatch.actions import record_event
from apps.dispatch.models import Heartbeat, Work
from apps.dispatch.numbering import number_events
from apps.dispatch.pulse import LOOPS
from apps.knowledge.models import Article
from workers.contracts.pipelines import Queue

PASSWORD = "correct horse battery"


def make_inbox(site_key: str = "demo", **fields: Any) -> Inbox:
    return Inbox.objects.create(**{"name": f"Shop {site_key}", "site_key": site_key} | fields)


def make_team(name: str = "Orders") -> Team:
    return Team.objects.create(name=name)


def make_agent(name: str = "Alice Smith", **fields: Any) -> Agent:
    email = f"{name.lower().replace(' ', '.')}@firstline.example"
    return Agent.objects.create_user(email, PASSWORD, display_name=name, **fields)


def make_message(text: str = "Where is my parcel?", inbox: Inbox | None = None) -> Message:
    """A new message of a contact, in a conversation of its own."""
    conversation = start_conversation(inbox or Inbox.objects.first() or make_inbox())
    return receive_message(conversation.id, text)


@transaction.atomic
def finish_message(
    message_id: UUID, decision: str = "suggest", reply_text: str | None = None
) -> Prediction:
    """Write what the last stage would, and number the events as the dispatcher does."""
    message = Message.objects.select_related("conversation").get(id=message_id)
    prediction = make_prediction(message, decision)
    if reply_text is not None:
        reply_to(message, reply_text)
    Work.objects.filter(kind="message", subject_id=message.id).update(
        state=Work.State.DONE, lease_token=None, finished_at=timezone.now()
    )
    record_message_event("message.done", message, decision=decision)
    return prediction


def make_prediction(message: Message, decision: str = "suggest") -> Prediction:
    prediction = Prediction.objects.create(
        message=message,
        decision=decision,
        reason="The best candidate is not sure enough.",
        language="en",
        language_confidence=0.98,
        intents=[
            {"label": "track_order", "confidence": 0.9},
            {"label": "out_of_scope", "confidence": 0.1},
        ],
        sentiment="neutral",
        sentiment_score=-0.1,
        entities=[{"label": "order_number", "start": 0, "end": 5, "value": "WHERE"}],
        features={},
        model_version="test-1",
        timings_ms={"preprocessing": 1.5, "inference": 20.0, "recommendation": 4.0},
    )
    make_suggestion(prediction, 1, "reply")
    make_suggestion(prediction, 2, "article")
    return prediction


def make_suggestion(prediction: Prediction, rank: int, kind: str) -> Suggestion:
    article = Article.objects.create(slug=f"article-{uuid7()}", title="Tracking", body="Look here.")
    return Suggestion.objects.create(
        prediction=prediction,
        rank=rank,
        kind=kind,
        title="Tracking",
        text="You can follow your parcel here.",
        confidence=0.7,
        article=article,
        evidence=[{"article_id": str(article.id), "title": article.title}],
    )


def reply_to(message: Message, text: str) -> Message:
    """The bot's answer."""
    conversation = Conversation.objects.get(id=message.conversation_id)
    reply = append_message(
        conversation,
        text=text,
        direction=Direction.OUTGOING,
        sender_type=SenderType.BOT,
        in_reply_to=message,
    )
    conversation.save()
    return reply


def record_message_event(kind: str, message: Message, **data: Any) -> None:
    """Record an event about a message, and number it once it is committed."""
    record_event(
        kind,
        inbox_id=message.conversation.inbox_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        **data,
    )
    transaction.on_commit(_number)


def beat(*queues: str) -> None:
    """Write fresh heartbeats, by default for every queue and both loops."""
    for queue in queues or (*Queue, *LOOPS):
        Heartbeat.objects.create(process=f"{queue}@test", queue=queue)


def _number() -> None:
    number_events()
