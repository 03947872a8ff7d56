"""Reads the state of a conversation, and hands it off when the contact asks for a person."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from apps.accounts.rate_limits import count_use
from apps.conversations.models import Conversation
from apps.conversations.person_requests import request_person
from apps.widget.authentication import Access, AgentAccess, Bearer, ContactAccess, access_of
from apps.widget.describing import describe_status
from apps.widget.finding import find_conversation, no_conversation
from apps.widget.problems import Problem, documented
from apps.widget.schemas import ConversationStateOut

router = Router(auth=Bearer(), tags=["conversations"])


@router.get(
    "/conversations/{conversation_id}",
    response=ConversationStateOut,
    openapi_extra=documented(404),
)
def get_conversation(request: HttpRequest, conversation_id: UUID) -> ConversationStateOut:
    """Whether a conversation is open, and whether a person has it."""
    access = access_of(request)
    return _describe(access, find_conversation(access, conversation_id))


@router.post(
    "/conversations/{conversation_id}/hand-off",
    response=ConversationStateOut,
    openapi_extra=documented(404, 413),
)
def post_hand_off(request: HttpRequest, conversation_id: UUID) -> ConversationStateOut:
    """Ask for a person. Asked again, it changes nothing but to open what was closed."""
    access = access_of(request)
    if not isinstance(access, ContactAccess):
        raise Problem(403, "The contact asks for a person; use the token of the conversation.")
    if not access.may_write(conversation_id):
        raise no_conversation()
    count_use(f"conversation {conversation_id}", settings.RATE_MESSAGES_PER_CONVERSATION)
    try:
        return _describe(access, request_person(conversation_id))
    except Conversation.DoesNotExist:
        raise no_conversation() from None


def _describe(access: Access, conversation: Conversation) -> ConversationStateOut:
    to_agent = isinstance(access, AgentAccess)
    return ConversationStateOut.model_validate(
        {
            "id": conversation.id,
            "status": describe_status(conversation, to_agent=to_agent),
            "handed_off": conversation.handed_off_at is not None,
        }
    )
