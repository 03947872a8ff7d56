"""Records what people do with suggestions and messages: accept, edit, reject, rate.

The latest feedback replaces earlier ones, but a suggestion that was sent stays sent.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.accounts.models import Agent
from apps.assist.current_text import read_current_text
from apps.assist.filling import fill_variables
from apps.assist.kinds import FEEDBACK
from apps.assist.models import Feedback, Suggestion
from apps.assist.sending import FOR_AGENTS_ONLY, refuse_unfilled
from apps.conversations.actions import lock_conversation, send_reply
from apps.conversations.errors import ActionRefused
from apps.conversations.kinds import RESOLVED
from apps.conversations.models import ConversationStatus, Message, SenderType
from apps.conversations.person_requests import request_person
from apps.dispatch.actions import enqueue, record_event
from apps.knowledge.actions import forget_solved_question
from apps.knowledge.models import SolvedQuestion
from workers.contracts.events import EventKind
from workers.text.cards import mask_cards


class SuggestionSent(ActionRefused):
    """The suggestion was sent already, with another text."""


@transaction.atomic
def accept_suggestion(
    suggestion: Suggestion,
    agent: Agent,
    text: str | None = None,
    *,
    as_written: bool = False,
    seen: int | None = None,
) -> Message:
    """Send a suggestion as it is, or as the agent edited it (`text`), and learn from that.

    `as_written`: send the text even where something in it looks as if it had to be filled in.
    `seen`: see `send_reply`.
    A suggestion that was sent before, by anybody, is not sent again: its message is returned.
    Raises SuggestionSent where that has another text, ActionRefused where nothing can be sent.
    """
    conversation = lock_conversation(suggestion.prediction.message.conversation_id)
    earlier = Feedback.objects.select_related("reply__agent").filter(suggestion=suggestion).first()
    if earlier is not None and earlier.reply is not None:
        return _sent_before(earlier.reply, text)
    if suggestion.kind == Suggestion.Kind.ACTION:
        raise ActionRefused("This suggestion is an action: perform it instead of sending it.")
    suggested, _ = fill_variables(read_current_text(suggestion), conversation, agent)
    sent = suggested if text is None else text
    if not as_written:
        sent, _ = fill_variables(sent, conversation, agent)
    if not (sent := sent.strip()):
        raise ActionRefused("Write something before you send it.")
    is_unchanged = sent == suggested.strip()
    if is_unchanged and suggestion.is_internal:
        raise ActionRefused(FOR_AGENTS_ONLY)
    if not as_written:
        refuse_unfilled(sent, suggestion.source_text)
    message = send_reply(conversation.id, agent, sent, seen=seen)
    outcome = Feedback.Outcome.ACCEPTED if is_unchanged else Feedback.Outcome.EDITED
    edited = "" if is_unchanged else message.text
    feedback = record_outcome(suggestion, outcome, text=edited, agent=agent)
    feedback.reply = message
    feedback.save(update_fields=["reply"])
    return message


@transaction.atomic
def reject_suggestion(suggestion: Suggestion, agent: Agent) -> Feedback:
    """Record that a suggestion is wrong here. One that was sent stays accepted."""
    lock_conversation(suggestion.prediction.message.conversation_id)
    feedback = Feedback.objects.filter(suggestion=suggestion, reply__isnull=False).first()
    return feedback or record_outcome(suggestion, Feedback.Outcome.REJECTED, agent=agent)


@transaction.atomic
def record_outcome(
    suggestion: Suggestion, outcome: str, *, text: str = "", agent: Agent | None = None
) -> Feedback:
    """Record that an agent accepted, edited (into `text`) or rejected a suggestion."""
    message = suggestion.prediction.message
    fields = {"message": message, "outcome": outcome, "text": text, "agent": agent}
    feedback = _store_latest(fields, suggestion=suggestion)
    _learn(feedback, message)
    return feedback


@transaction.atomic
def withdraw_acceptance(suggestion: Suggestion) -> None:
    """Mark an acceptance as undone, so that nothing is learnt from it; later feedback stays."""
    accepted = Feedback.objects.filter(suggestion=suggestion, outcome=Feedback.Outcome.ACCEPTED)
    feedback = accepted.select_related("message__conversation").first()
    if feedback is not None:
        feedback.outcome = Feedback.Outcome.UNDONE
        feedback.save(update_fields=["outcome"])
        _learn(feedback, feedback.message)


@transaction.atomic
def rate_message(message: Message, rating: str, *, comment: str = "") -> Feedback:
    """Record a contact's thumb up or down on a message.

    A thumb down on the bot's answer hands the conversation off, unless a human has written since.
    From a conversation that stays resolved, the pools learn again. Raises
    Conversation.DoesNotExist when it is gone.
    """
    conversation = lock_conversation(message.conversation_id)
    fields = {"outcome": rating, "text": comment}
    feedback = _store_latest(fields, message=message, suggestion=None)
    if rating == Feedback.Outcome.DOWN and _is_unanswered_by_humans(message):
        for solved in SolvedQuestion.objects.filter(conversation=conversation):
            forget_solved_question(solved)
        request_person(conversation.id, cause="unhelpful")
    elif conversation.status == ConversationStatus.RESOLVED:
        enqueue(RESOLVED, conversation.id)
    _learn(feedback, message)
    return feedback


def _sent_before(reply: Message, text: str | None) -> Message:
    """The message that was sent. Raises SuggestionSent where the agent's text differs from it."""
    if text is not None and mask_cards(text.strip()) != reply.text:
        raise SuggestionSent(
            f"{reply.agent or 'Somebody'} has already sent this suggestion, in other words. "
            "Read them first; sent again, yours are a reply of their own."
        )
    return reply


def _is_unanswered_by_humans(message: Message) -> bool:
    """Whether it is a message of the bot, and no human has written since."""
    later = Message.objects.filter(
        conversation=message.conversation_id, sequence__gt=message.sequence
    )
    return (
        message.sender_type == SenderType.BOT
        and not later.filter(sender_type=SenderType.AGENT).exists()
    )


def _store_latest(fields: dict[str, Any], **key: Any) -> Feedback:
    """Store the feedback in place of an earlier one.

    Not with `update_or_create`, whose FOR UPDATE would deadlock with a pool: it holds the work of
    the earlier feedback, and needs a lock that keeps the row from being deleted.
    """
    feedback, is_new = Feedback.objects.get_or_create(defaults=fields, **key)
    if not is_new:
        for name, value in fields.items():
            setattr(feedback, name, value)
        feedback.save(update_fields=list(fields))
    return feedback


def _learn(feedback: Feedback, message: Message) -> None:
    enqueue(FEEDBACK, feedback.id)
    record_event(
        EventKind.FEEDBACK_GIVEN,
        inbox_id=message.conversation.inbox_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        outcome=feedback.outcome,
        by=str(feedback.agent_id) if feedback.agent_id else None,
    )
