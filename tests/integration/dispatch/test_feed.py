"""Live events: nothing lost between looking and listening, nor when the database goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection

from apps.dispatch import feed as feed_module
from apps.dispatch.event_log import list_events
from apps.dispatch.feed import Feed
from apps.dispatch.subscriptions import BACKLOG, FeedEnded
from tests.integration.dispatch.happening import (
    CONVERSATION,
    INBOX,
    MESSAGE,
    elsewhere,
    happen,
    readers,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_lingers")]


def run(test: Callable[[Feed], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(30):
            await test(Feed())

    asyncio.run(bounded())


@pytest.mark.parametrize("subject", [CONVERSATION, MESSAGE, INBOX])
def test_who_follows_a_subject_hears_its_events_in_order(subject: UUID) -> None:
    async def follow(feed: Feed) -> None:
        async with feed.subscribe(subject) as heard:
            await elsewhere(happen, "message.received")
            await elsewhere(happen, "message.done")
            events = [await heard.receive() for _ in range(2)]
        assert [event.kind for event in events] == ["message.received", "message.done"]
        assert heard.position < events[0].position < events[1].position
        assert events[0].data == {"n": 1}

    run(follow)


def test_what_happened_elsewhere_or_before_is_not_heard() -> None:
    happen("message.received")

    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(happen, "elsewhere", uuid4())
            await elsewhere(happen, "here")
            assert (await heard.receive()).kind == "here"

    run(follow)


def test_a_reader_that_lost_its_connection_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_module, "AWAY_SECONDS", 0.3)

    def cut_off_the_reader() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE query LIKE '%WHERE position > %' AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone() == (1,)

    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(happen, "before")
            assert (await heard.receive()).kind == "before"
            await elsewhere(cut_off_the_reader)
            await elsewhere(happen, "while away")
            assert (await heard.receive()).kind == "while away"

    run(follow)


def test_who_follows_begins_again_when_an_earlier_database_was_restored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_module, "AWAY_SECONDS", 0.1)

    def restore_and_cut_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE dispatch_event")
            cursor.execute("SELECT setval('dispatch_event_position', 1, false)")
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE query LIKE '%WHERE position > %' AND pid <> pg_backend_pid()"
            )

    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(happen, "before")
            assert (await heard.receive()).kind == "before"
            await elsewhere(restore_and_cut_off)
            with pytest.raises(FeedEnded):
                await heard.receive()
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(happen, "after")
            assert (await heard.receive()).kind == "after"

    run(follow)


def test_the_reader_leaves_when_nobody_listens_and_returns_when_somebody_does() -> None:
    async def follow(feed: Feed) -> None:
        for _ in range(2):
            async with feed.subscribe(CONVERSATION) as heard:
                assert readers() == 1
                await elsewhere(happen, "again")
                assert (await heard.receive()).kind == "again"
            while readers():
                await asyncio.sleep(0.01)

    run(follow)


def test_many_followers_share_one_reader() -> None:
    async def follow(feed: Feed) -> None:
        async def one() -> str:
            async with feed.subscribe(CONVERSATION) as heard:
                return (await heard.receive()).kind

        tasks = [asyncio.create_task(one()) for _ in range(200)]
        async with feed.subscribe(CONVERSATION):
            await elsewhere(happen, "message.done")
            assert set(await asyncio.gather(*tasks)) == {"message.done"}

    run(follow)


def test_who_does_not_keep_up_is_told_to_begin_again() -> None:
    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(happen, "one")
            event = await heard.receive()
            for _ in range(BACKLOG + 1):
                heard.offer(event)
            await asyncio.sleep(0)
            with pytest.raises(FeedEnded):
                await heard.receive()

    run(follow)


def test_a_process_that_stops_ends_all_subscriptions() -> None:
    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            feed.stop()
            with pytest.raises(FeedEnded):
                await heard.receive()
        async with feed.subscribe(CONVERSATION) as late:
            with pytest.raises(FeedEnded):
                await late.receive()

    run(follow)


def test_a_follower_hears_on_when_the_table_was_away_for_a_moment() -> None:
    def move(table: str, to: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {to}")

    async def follow(feed: Feed) -> None:
        async with feed.subscribe(CONVERSATION) as heard:
            await elsewhere(move, "dispatch_event", "away")
            await asyncio.sleep(0.2)
            await elsewhere(move, "away", "dispatch_event")
            await elsewhere(happen, "again")
            assert (await heard.receive()).kind == "again"

    run(follow)


def test_missed_events_are_listed_from_a_position_in_order() -> None:
    for kind in ("one", "two", "three"):
        happen(kind)
    happen("elsewhere", uuid4())
    first, *_ = list_events(CONVERSATION, 0, 100)
    assert [event.kind for event in list_events(CONVERSATION, first.position, 100)] == [
        "two",
        "three",
    ]
    assert [event.kind for event in list_events(CONVERSATION, 0, 2)] == ["one", "two"]
