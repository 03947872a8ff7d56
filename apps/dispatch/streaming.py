"""Server-Sent Events: missed ones, then live ones, in order and without holding a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from apps.dispatch.event_log import find_position
from apps.dispatch.feed import feed
from apps.dispatch.request_threads import release_thread
from apps.dispatch.subscriptions import FeedEnded, FeedEvent, Subscription

COMMENT_SECONDS = 15
# A comment keeps a connection open, but a browser's EventSource does not report it.
COMMENT = ": still here\n\n"
STILL_HERE = "event: still\ndata: here\n\n"
PAGE = 200
LARGEST_POSITION = 2**63 - 1

ListMissed = Callable[[int, int], list[FeedEvent]]
Format = Callable[[Iterable[FeedEvent]], Iterator[str]]


def stream_response(chunks: AsyncIterator[str]) -> StreamingHttpResponse:
    """A streaming response that proxies do not buffer."""
    return StreamingHttpResponse(
        chunks,
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def stream_events(
    subjects: Iterable[UUID],
    after: int | None,
    list_missed: ListMissed,
    format_events: Format,
    silence: str = COMMENT,
) -> AsyncGenerator[str, None]:
    """Blocks of events about the subjects since the position `after`, or from now on.

    `list_missed(position, limit)` reads past events; the caller has checked permissions.
    `silence`: the block that is sent while nothing happens.
    """
    async with feed.subscribe(*subjects) as subscription:
        position = await _find_beginning(after, subscription)
        yield f": connected\nid: {position}\n\n"
        while missed := await sync_to_async(list_missed)(position, PAGE):
            position = missed[-1].position
            for chunk in format_events(missed):
                yield chunk
        await release_thread()
        async for event in _listen(subscription):
            if event is None:
                yield silence
            elif event.position > position:
                for chunk in format_events([event]):
                    yield chunk


async def _find_beginning(after: int | None, subscription: Subscription) -> int:
    """`after`, but never beyond the newest event: a client with a position from before the database
    was restored would hear nothing."""
    if after is None:
        return subscription.position
    if after <= subscription.position:
        return after
    # The table may be a moment ahead of the feed.
    return min(after, await sync_to_async(find_position)())


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
