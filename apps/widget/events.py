"""A conversation's events, live and since the last one seen (Server-Sent Events)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Header, Router

from apps.dispatch.feed import FeedEnded, FeedEvent, Subscription, feed, list_events
from apps.widget.authentication import Access, AgentAccess, Bearer, access_of
from apps.widget.problems import Problem, documented
from apps.widget.waiting import release_thread

router = Router(auth=Bearer(), tags=["events"])

COMMENT_SECONDS = 15
PAGE = 200
LARGEST_POSITION = 2**63 - 1
SHOWN_TO_CONTACTS = ("message.", "conversation.")
DATA_SHOWN_TO_CONTACTS = frozenset({"superseded_by", "decision"})
STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
DOCUMENTED = documented(401, 403, 404, 422, 429, 503)
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
    with what was missed."""
    access = access_of(request)
    await sync_to_async(_check_visible)(access, conversation_id)
    return StreamingHttpResponse(
        _stream(access, conversation_id, last_event_id),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


def _check_visible(access: Access, conversation_id: UUID) -> None:
    if not access.conversations().filter(id=conversation_id).exists():
        raise Problem(404, "No conversation of yours has this id.")


async def _stream(access: Access, conversation_id: UUID, after: int | None) -> AsyncIterator[str]:
    async with feed.subscribe(conversation_id) as subscription:
        position = min(after if after is not None else LARGEST_POSITION, subscription.position)
        yield f": connected\nid: {position}\n\n"
        while missed := await sync_to_async(list_events)(conversation_id, position, PAGE):
            position = missed[-1].position
            for chunk in _format(access, missed):
                yield chunk
        await release_thread()
        async for event in _listen(subscription):
            if event is None:
                yield ": still here\n\n"
            elif event.position > position:
                for chunk in _format(access, [event]):
                    yield chunk


async def _listen(subscription: Subscription) -> AsyncIterator[FeedEvent | None]:
    """Events as they come, and None after a silence."""
    while True:
        try:
            async with asyncio.timeout(COMMENT_SECONDS):
                event = await subscription.receive()
        except TimeoutError:
            event = None
        except FeedEnded:
            return
        yield event


def _format(access: Access, events: list[FeedEvent]) -> Iterator[str]:
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
