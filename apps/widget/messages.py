"""Writes messages, waits for their outcome, and reads them singly or in pages."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Query, Router
from ninja.responses import Status

from apps.accounts.idempotency import do_once
from apps.accounts.rate_limits import count_use
from apps.assist.queries import MessageFacts, gather_facts
from apps.assist.sending import Unfilled, send_written
from apps.conversations.actions import receive_message
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, Message
from apps.conversations.queries import list_page
from apps.dispatch.models import Work
from apps.widget import tracing
from apps.widget.authentication import Access, AgentAccess, Bearer, access_of
from apps.widget.describing import describe
from apps.widget.finding import find_conversation, find_message, no_conversation
from apps.widget.problems import Problem, documented
from apps.widget.schemas import MessageIn, MessageOut, MessagePage, WritingHeaders
from apps.widget.waiting import preferred_wait, wait_until_finished

log = structlog.get_logger()
router = Router(auth=Bearer(), tags=["messages"])


@router.post(
    "/conversations/{conversation_id}/messages",
    response={200: MessageOut, 202: MessageOut},
    exclude_unset=True,
    openapi_extra=documented(404, 409, 413, 415, 422),
)
async def post_message(
    request: HttpRequest,
    response: HttpResponse,
    conversation_id: UUID,
    payload: MessageIn,
    headers: Header[WritingHeaders],
) -> Status[MessageOut]:
    """Write a message: as the contact with the conversation's token, as an agent with an API
    token. 202: accepted, its outcome follows. 200: finished."""
    access = access_of(request)
    facts = await sync_to_async(_write)(access, conversation_id, payload, headers.idempotency_key)
    seconds = preferred_wait(headers.prefer)
    if seconds and not facts.finished:
        facts = await _wait(access, facts, seconds)
        response["Preference-Applied"] = f"wait={seconds}"
    response["Location"] = reverse("api-1:get_message", args=[facts.message.id])
    shown = describe(facts, to_agent=isinstance(access, AgentAccess))
    return Status(200 if facts.finished else 202, shown)


@router.get(
    "/conversations/{conversation_id}/messages",
    response=MessagePage,
    exclude_unset=True,
    openapi_extra=documented(404, 422),
)
def list_messages(
    request: HttpRequest,
    conversation_id: UUID,
    after: Annotated[
        str | None, Query(description="The id of a message; those that follow it are shown.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> MessagePage:
    """A conversation, oldest message first."""
    access = access_of(request)
    find_conversation(access, conversation_id)
    start = _find_start(access, conversation_id, after) if after is not None else None
    messages, more = list_page(conversation_id, start, limit)
    to_agent = isinstance(access, AgentAccess)
    facts = gather_facts(messages, with_suggestions=to_agent)
    return MessagePage(
        items=[describe(each, to_agent=to_agent) for each in facts],
        next=messages[-1].id if more else None,
    )


@router.get(
    "/messages/{message_id}",
    response=MessageOut,
    exclude_unset=True,
    openapi_extra=documented(404),
)
def get_message(request: HttpRequest, message_id: UUID) -> MessageOut:
    """One message and what came of it."""
    access = access_of(request)
    return describe(_find(access, message_id), to_agent=isinstance(access, AgentAccess))


async def _wait(access: Access, accepted: MessageFacts, seconds: int) -> MessageFacts:
    """The message when it is finished, or as it is after `seconds`.

    A message that was accepted stays so when the database goes away meanwhile: after an error, the
    caller would write it again.
    """
    try:
        await wait_until_finished(accepted.message, seconds)
        return await sync_to_async(_find)(access, accepted.message.id)
    except (OperationalError, InterfaceError) as error:
        log.warning("database_away", error=type(error.__cause__ or error).__name__)
        return accepted


def _find(access: Access, message_id: UUID) -> MessageFacts:
    message = find_message(access, message_id)
    return gather_facts([message], with_suggestions=isinstance(access, AgentAccess))[0]


def _find_start(access: Access, conversation_id: UUID, after: str) -> Message:
    try:
        return access.messages().get(id=UUID(after), conversation_id=conversation_id)
    except (ValueError, Message.DoesNotExist):
        raise Problem(404, "`after` is the id of no message in this conversation.") from None


def _write(
    access: Access, conversation_id: UUID, payload: MessageIn, key: str | None
) -> MessageFacts:
    if not access.may_write(conversation_id):
        raise no_conversation()
    count_use(f"conversation {conversation_id}", settings.RATE_MESSAGES_PER_CONVERSATION)
    structlog.contextvars.bind_contextvars(conversation_id=str(conversation_id))
    append = partial(_append, access, conversation_id, payload)
    if key is None:
        facts = append()
    else:
        request = f"{conversation_id} {payload.text}"
        facts = _find(access, do_once(access.credential, key, request, lambda: append().message.id))
    structlog.contextvars.bind_contextvars(message_id=str(facts.message.id))
    return facts


def _append(access: Access, conversation_id: UUID, payload: MessageIn) -> MessageFacts:
    text, as_written = payload.text, payload.as_written
    try:
        if isinstance(access, AgentAccess):
            return MessageFacts(send_written(conversation_id, None, text, as_written=as_written))
        message = receive_message(conversation_id, text, tracing.current.get())
    except Conversation.DoesNotExist:
        raise no_conversation() from None
    except Unfilled as refused:
        detail = f'{refused} Where it is meant so, send `"as_written": true` with it.'
        raise Problem(422, detail, errors=[{"pointer": "/text", "detail": detail}]) from None
    except ActionRefused as refused:
        wrong = {"pointer": "/text", "detail": str(refused)}
        raise Problem(422, str(refused), errors=[wrong]) from None
    return MessageFacts(message, state=Work.State.PENDING)
