"""Streams the events of a conversation, with those that were missed (Server-Sent Events)."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from functools import partial
from typing import Annotated
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Header, Router

from apps.dispatch.event_log import list_events
from apps.dispatch.request_threads import release_thread
from apps.dispatch.streaming import COMMENT, LARGEST_POSITION, stream_events, stream_response
from apps.dispatch.subscriptions import FeedEvent
from apps.widget.authentication import Access, AgentAccess, Bearer, access_of
from apps.widget.finding import find_conversation
from apps.widget.problems import documented

router = Router(auth=Bearer(), tags=["events"])

SHOWN_TO_CONTACTS = ("message.", "conversation.")
DATA_SHOWN_TO_CONTACTS = frozenset({"superseded_by", "decision"})
STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
DOCUMENTED = documented(404, 422)
DOCUMENTED["responses"][200] = {"description": "A stream that stays open.", "content": STREAM}


@router.get("/conversations/{conversation_id}/events", openapi_extra=DOCUMENTED)
async def follow_events(
    request: HttpRequest,
    conversation_id: UUID,
    last_event_id: Annotated[
        int | None, Header(alias="Last-Event-ID", ge=0, le=LARGEST_POSITION)
    ] = None,
) -> StreamingHttpResponse:
    """`id` is a position, `event` a kind, `data` its JSON. With `Last-Event-ID` the stream begins
    with what was missed. It tells that something happened, to be read anew from the conversation:
    `message.received`, `message.sent`, and how it ended with one that was received,
    `message.done`, `message.superseded` or `message.failed`; `conversation.started`,
    `conversation.assigned`, `conversation.handed_off`, `conversation.resolved`,
    `conversation.reopened` and, after which there is nothing to read, `conversation.erased`. An API
    token hears of what agents do as well, but for an erased conversation its stream ends."""
    access = access_of(request)
    await sync_to_async(find_conversation)(access, conversation_id)
    missed = partial(list_events, conversation_id)
    chunks = stream_events([conversation_id], last_event_id, missed, partial(_format, access))
    if isinstance(access, AgentAccess):
        return stream_response(_while_allowed(access, conversation_id, chunks))
    return stream_response(chunks)


async def _while_allowed(
    access: AgentAccess, conversation_id: UUID, chunks: AsyncGenerator[str, None]
) -> AsyncIterator[str]:
    """The chunks, as long as the token allows them: a stream is long, so each event is checked."""
    async with aclosing(chunks):
        async for chunk in chunks:
            if chunk != COMMENT:
                if not await sync_to_async(access.still_sees)(conversation_id):
                    return
                await release_thread()
            yield chunk


def _format(access: Access, events: Iterable[FeedEvent]) -> Iterator[str]:
    for event in events:
        data = event.data
        if not isinstance(access, AgentAccess):
            if not event.kind.startswith(SHOWN_TO_CONTACTS):
                continue
            data = {name: data[name] for name in DATA_SHOWN_TO_CONTACTS & data.keys()}
        body = {
            **data,
            "kind": event.kind,
            "conversation_id": event.conversation_id,
            "message_id": event.message_id,
            "created_at": event.created_at,
        }
        encoded = json.dumps(body, cls=DjangoJSONEncoder)
        yield f"id: {event.position}\nevent: {event.kind}\ndata: {encoded}\n\n"
