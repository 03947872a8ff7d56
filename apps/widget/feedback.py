"""Takes feedback: a contact's thumb on a message, and what an agent did with a suggestion."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from apps.assist.actions import rate_message, record_outcome
from apps.conversations.models import Conversation
from apps.widget.authentication import AgentAccess, Bearer, ContactAccess, access_of
from apps.widget.finding import find_message, no_message
from apps.widget.problems import Problem, documented
from apps.widget.schemas import OutcomeIn, OutcomeOut, RatingIn, RatingOut

router = Router(auth=Bearer(), tags=["feedback"])
DOCUMENTED = documented(404, 413, 415, 422)


@router.post("/messages/{message_id}/feedback", response=RatingOut, openapi_extra=DOCUMENTED)
def post_feedback(request: HttpRequest, message_id: UUID, payload: RatingIn) -> RatingOut:
    """A contact's thumb on a message; the latest counts. One down on a bot's answer asks for a
    person."""
    access = access_of(request)
    if not isinstance(access, ContactAccess):
        raise Problem(403, "A rating is the contact's; use the token of the conversation.")
    message = find_message(access, message_id)
    try:
        rate_message(message, payload.rating, comment=payload.comment or "")
    except Conversation.DoesNotExist:
        raise no_message() from None
    return RatingOut(message_id=message_id, rating=payload.rating)


@router.post("/suggestions/{suggestion_id}/outcome", response=OutcomeOut, openapi_extra=DOCUMENTED)
def post_outcome(request: HttpRequest, suggestion_id: UUID, payload: OutcomeIn) -> OutcomeOut:
    """What an agent did with a suggestion; the latest counts."""
    access = access_of(request)
    if not isinstance(access, AgentAccess):
        raise Problem(403, "Outcomes are the agents'; use an API token.")
    suggestion = (
        access.suggestions()
        .select_related("prediction__message__conversation")
        .filter(id=suggestion_id)
        .first()
    )
    if suggestion is None:
        raise Problem(404, "No suggestion that you may see has this id.")
    record_outcome(suggestion, payload.outcome, text=payload.text or "")
    return OutcomeOut(suggestion_id=suggestion_id, outcome=payload.outcome)
