"""Reads messages with their work, prediction, suggestions and the bot's reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from apps.assist.models import Feedback, Prediction, Suggestion
from apps.assist.sources import find_sources
from apps.conversations.kinds import MESSAGE
from apps.conversations.models import Direction, Message, SenderType
from apps.dispatch.models import Work
from apps.knowledge.models import Article

FINAL_STATES = frozenset({Work.State.DONE, Work.State.FAILED, Work.State.SUPERSEDED})


@dataclass(frozen=True)
class MessageFacts:
    """A message and all that came of it so far; an outgoing one has no work.

    `source` and `rating`: of the bot's answer, which is this message or answers it.
    """

    message: Message
    state: str = Work.State.DONE
    superseded_by: UUID | None = None
    prediction: Prediction | None = None
    suggestions: Sequence[Suggestion] = ()
    reply: Message | None = None
    source: Article | None = None
    rating: str | None = None

    @property
    def finished(self) -> bool:
        return self.state in FINAL_STATES


def gather_facts(messages: Iterable[Message], *, with_suggestions: bool) -> list[MessageFacts]:
    """The facts of each message, in a few queries however many there are."""
    listed = list(messages)
    incoming = [message.id for message in listed if message.direction == Direction.INCOMING]
    work = {row.subject_id: row for row in _list_work(incoming)}
    predictions = {row.message_id: row for row in _list_predictions(incoming, with_suggestions)}
    replies = {_question_of(row): row for row in _list_replies(incoming)}
    answers = {question: reply.id for question, reply in replies.items()}
    answers |= {_question_of(each): each.id for each in listed if each.in_reply_to_id}
    sources = find_sources(answers) if answers else {}
    ratings = _read_ratings(answers.values()) if answers else {}
    return [
        MessageFacts(
            message=message,
            state=work[message.id].state if message.id in work else Work.State.DONE,
            superseded_by=work[message.id].superseded_by if message.id in work else None,
            prediction=predictions.get(message.id),
            suggestions=_suggestions_of(predictions.get(message.id), with_suggestions),
            reply=replies.get(message.id),
            source=sources.get(_question_of(message)),
            rating=ratings.get(answers.get(_question_of(message), message.id)),
        )
        for message in listed
    ]


def is_finished(message_id: UUID) -> bool:
    """Whether nothing more will come of a message."""
    waiting = Work.objects.filter(kind=MESSAGE.name, subject_id=message_id)
    return not waiting.exclude(state__in=FINAL_STATES).exists()


def _question_of(message: Message) -> UUID:
    """The message that this one answers, or itself."""
    return message.in_reply_to_id or message.id


def _read_ratings(message_ids: Iterable[UUID]) -> dict[UUID, str]:
    ratings = Feedback.objects.filter(message__in=message_ids, suggestion=None)
    return dict(ratings.values_list("message_id", "outcome"))


def _list_work(message_ids: list[UUID]) -> Iterable[Work]:
    return Work.objects.filter(kind=MESSAGE.name, subject_id__in=message_ids)


def _list_predictions(message_ids: list[UUID], with_suggestions: bool) -> Iterable[Prediction]:
    predictions = Prediction.objects.filter(message__in=message_ids)
    if not with_suggestions:
        return predictions
    # Suggestions of a deleted past answer have no text.
    readable = Suggestion.objects.exclude(solved_question__isnull=False, text="")
    named = readable.select_related("article")
    slim = named.defer("article__body", "article__search")
    return predictions.prefetch_related(Prefetch("suggestions", slim))


def _list_replies(message_ids: list[UUID]) -> Iterable[Message]:
    return Message.objects.filter(in_reply_to__in=message_ids, sender_type=SenderType.BOT)


def _suggestions_of(prediction: Prediction | None, with_suggestions: bool) -> Sequence[Suggestion]:
    return list(prediction.suggestions.all()) if prediction and with_suggestions else ()
