"""A stream begins where its reader left off, wherever the feed is by then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from functools import partial
from uuid import UUID, uuid4

import pytest
from asgiref.sync import ThreadSensitiveContext

from apps.dispatch import feed as feed_module
from apps.dispatch.event_log import find_position, list_events
from apps.dispatch.feed import feed
from apps.dispatch.streaming import LARGEST_POSITION, stream_events
from apps.dispatch.subscriptions import FeedEvent
from tests.integration.dispatch.happening import elsewhere, happen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_lingers")]


def follow(conversation_id: UUID, after: int | None) -> AsyncIterator[str]:
    def name(events: Iterable[FeedEvent]) -> Iterator[str]:
        return (event.kind for event in events)

    return stream_events([conversation_id], after, partial(list_events, conversation_id), name)


def run(test: Callable[[UUID], Awaitable[None]]) -> None:
    async def bounded() -> None:
        # A request has a thread of its own, which is let go with its connection.
        async with asyncio.timeout(30), ThreadSensitiveContext():
            await test(uuid4())

    asyncio.run(bounded())


def test_what_was_read_already_is_not_heard_again_from_a_feed_that_is_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_module, "POLL_SECONDS", 1.0)

    async def come_back(conversation_id: UUID) -> None:
        async with feed.subscribe(conversation_id) as first:
            await elsewhere(happen, "message.received", conversation_id)
            seen = await elsewhere(find_position)
            assert seen > first.position
            stream = follow(conversation_id, seen)
            assert await anext(stream) == f": connected\nid: {seen}\n\n"
            await elsewhere(happen, "message.done", conversation_id)
            assert await anext(stream) == "message.done"

    run(come_back)


def test_a_position_that_was_never_reached_is_the_newest() -> None:
    async def come_from_elsewhere(conversation_id: UUID) -> None:
        await elsewhere(happen, "message.received", conversation_id)
        stream = follow(conversation_id, LARGEST_POSITION)
        newest = await elsewhere(find_position)
        assert await anext(stream) == f": connected\nid: {newest}\n\n"
        await elsewhere(happen, "message.done", conversation_id)
        assert await anext(stream) == "message.done"

    run(come_from_elsewhere)
