"""Reads what people did after the messages that the bot could have answered alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch

from apps.assist.models import Feedback, Prediction, Suggestion
from apps.automation.verdicts import Answered, Suggested
from apps.conversations.models import Conversation, ConversationStatus, Message, SenderType


@dataclass(frozen=True)
class JudgeableMessage:
    """A message with its prediction, the answer confidence, and what people did afterwards."""

    prediction: Prediction
    confidence: float
    afterwards: Suggested | Answered

    @property
    def intent(self) -> str:
        label: str = self.prediction.intents[0]["label"]
        return label


@dataclass
class _Thread:
    conversation: Conversation
    messages: list[Message] = field(default_factory=list)

    def after(self, message: Message) -> list[Message]:
        return [each for each in self.messages if each.sequence > message.sequence]


def gather(conversation_ids: Collection[UUID]) -> list[JudgeableMessage]:
    """The messages in these conversations that have an answer confidence; in five queries."""
    threads = _read_threads(conversation_ids)
    predictions = _read_predictions(conversation_ids)
    by_message = {each.message_id: each for each in predictions}
    ratings = _read_ratings(conversation_ids)
    gathered = []
    for prediction in predictions:
        if prediction.answer_confidence is None:
            continue
        thread = threads[prediction.message.conversation_id]
        reply = _find_reply(thread, prediction)
        afterwards = (
            _after_answer(thread, reply, prediction, by_message, ratings.get(reply.id))
            if reply
            else _after_suggestions(thread, prediction)
        )
        gathered.append(JudgeableMessage(prediction, prediction.answer_confidence, afterwards))
    return gathered


def _after_answer(
    thread: _Thread,
    reply: Message,
    prediction: Prediction,
    by_message: dict[UUID, Prediction],
    rating: str | None,
) -> Answered:
    later = thread.after(reply)
    predictions = [by_message[each.id] for each in later if each.id in by_message]
    handed_off_at = thread.conversation.handed_off_at
    handed_off = handed_off_at is not None and handed_off_at >= reply.created_at
    return Answered(
        rating=rating,
        came_back=handed_off or any(_has_same_intent(each, prediction) for each in predictions),
        stepped_in=bool(later) and later[0].sender_type == SenderType.AGENT,
        settled=any(each.sentiment == "positive" for each in predictions)
        or thread.conversation.status == ConversationStatus.RESOLVED,
    )


def _has_same_intent(later: Prediction, first: Prediction) -> bool:
    return bool(later.intents[0]["label"] == first.intents[0]["label"])


def _after_suggestions(thread: _Thread, prediction: Prediction) -> Suggested:
    sendable = list(prediction.suggestions.all())
    # The bot never sends a past answer, which an agent wrote to somebody else, however it ranks.
    best = next(
        (
            each
            for each in sendable
            if each.kind == Suggestion.Kind.REPLY and each.solved_question_id is None
        ),
        None,
    )
    others = [each for each in sendable if each != best]
    # A reply in an agent's own words counts as the answer to the message just before it.
    following = thread.after(prediction.message)
    answered = bool(following) and following[0].sender_type == SenderType.AGENT
    feedback = getattr(best, "feedback", None)
    used = any(_is_used(getattr(each, "feedback", None)) for each in others)
    if feedback is not None:
        return Suggested(_share_kept(feedback), answered_otherwise=used)
    return Suggested(None, answered_otherwise=answered or used)


def _is_used(feedback: Feedback | None) -> bool:
    return feedback is not None and feedback.outcome in {
        Feedback.Outcome.ACCEPTED,
        Feedback.Outcome.EDITED,
    }


def _share_kept(feedback: Feedback) -> float | None:
    """The share of a reply that was sent; None while the feedback pool has not measured an edit."""
    if feedback.outcome == Feedback.Outcome.EDITED:
        label = getattr(feedback, "label", None)
        return label.value if label else None
    return 1.0 if feedback.outcome == Feedback.Outcome.ACCEPTED else 0.0


def _find_reply(thread: _Thread, prediction: Prediction) -> Message | None:
    return next(
        (
            each
            for each in thread.messages
            if each.in_reply_to_id == prediction.message_id and each.sender_type == SenderType.BOT
        ),
        None,
    )


def _read_threads(conversation_ids: Iterable[UUID]) -> dict[UUID, _Thread]:
    conversations = Conversation.objects.filter(id__in=conversation_ids)
    threads = {each.id: _Thread(each) for each in conversations}
    messages = Message.objects.filter(conversation__in=threads).defer("text").order_by("sequence")
    for message in messages:
        # Announcements, such as that of a hand-off, answer nothing.
        if message.sender_type != SenderType.SYSTEM:
            threads[message.conversation_id].messages.append(message)
    return threads


def _read_predictions(conversation_ids: Iterable[UUID]) -> list[Prediction]:
    kinds = (Suggestion.Kind.REPLY, Suggestion.Kind.ARTICLE)
    sendable = Suggestion.objects.filter(kind__in=kinds).order_by("rank")
    return list(
        Prediction.objects.filter(message__conversation__in=conversation_ids)
        .select_related("message")
        .defer("message__text", "entities", "features", "timings_ms")
        .prefetch_related(Prefetch("suggestions", sendable.select_related("feedback__label")))
    )


def _read_ratings(conversation_ids: Iterable[UUID]) -> dict[UUID, str]:
    rated = Feedback.objects.filter(message__conversation__in=conversation_ids, suggestion=None)
    return dict(rated.values_list("message_id", "outcome"))
