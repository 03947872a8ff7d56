"""Which thread a request's synchronous work runs on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from apps.dispatch.request_threads import MOST_IDLE, RequestThreads, release_thread

Request = Callable[[], Awaitable[None]]


async def ask(threads: RequestThreads) -> None:
    await threads({"type": "http"}, None, None)


def around(request: Request) -> RequestThreads:
    async def application(scope: object, receive: object, send: object) -> None:
        await request()

    return RequestThreads(application)


async def which() -> int:
    return await sync_to_async(threading.get_ident)()


def test_one_request_after_the_other_has_the_same_thread() -> None:
    seen = []

    async def request() -> None:
        seen.extend([await which(), await which()])

    async def main() -> None:
        threads = around(request)
        for _ in range(5):
            await ask(threads)

    asyncio.run(main())
    assert len(seen) == 10
    assert len(set(seen)) == 1


def test_requests_at_the_same_time_do_not_wait_for_one_another() -> None:
    together = threading.Barrier(3)

    async def request() -> None:
        # Passes only when three are in it at once.
        await sync_to_async(together.wait)(20)

    async def main() -> None:
        threads = around(request)
        await asyncio.gather(*(ask(threads) for _ in range(3)))

    asyncio.run(main())
    assert not together.broken


def test_a_request_that_waits_leaves_its_thread_to_others() -> None:
    seen = []

    async def main() -> None:
        waits, others_were_served = asyncio.Event(), asyncio.Event()

        async def wait() -> None:
            seen.append(await which())
            await release_thread()
            waits.set()
            await others_were_served.wait()
            seen.append(await which())

        async def serve() -> None:
            seen.append(await which())

        requests: list[Request] = [wait, serve]

        async def next_request() -> None:
            await requests.pop(0)()

        threads = around(next_request)
        first = asyncio.create_task(ask(threads))
        await waits.wait()
        await ask(threads)
        others_were_served.set()
        await first

    asyncio.run(main())
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_a_request_that_fails_gives_its_thread_back() -> None:
    seen = []

    async def request() -> None:
        seen.append(await which())
        raise LookupError

    async def main() -> None:
        threads = around(request)
        for _ in range(2):
            try:
                await ask(threads)
            except LookupError:
                continue

    asyncio.run(main())
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_a_thread_that_is_not_done_is_lent_to_nobody() -> None:
    done, seen = threading.Event(), []

    async def request() -> None:
        seen.append(await which())
        if len(seen) == 1:
            busy = asyncio.ensure_future(sync_to_async(done.wait)(20))
            await asyncio.sleep(0.05)
            await asyncio.wait([busy], timeout=0)

    async def main() -> None:
        threads = around(request)
        await ask(threads)
        await ask(threads)
        done.set()
        await asyncio.sleep(0.05)

    asyncio.run(main())
    assert len(set(seen)) == 2


def test_a_response_that_breaks_off_gives_its_connection_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed_by = []
    monkeypatch.setattr(connections, "close_all", lambda: closed_by.append(threading.get_ident()))
    seen = []

    async def request() -> None:
        seen.append(await which())
        raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(ask(around(request)))
    assert closed_by == seen


def test_more_threads_than_may_be_idle_end() -> None:
    many = MOST_IDLE + 4
    together = threading.Barrier(many)

    async def request() -> None:
        await sync_to_async(together.wait)(20)

    def request_threads_alive() -> set[threading.Thread]:
        return {each for each in threading.enumerate() if each.name.startswith("request_")}

    async def main() -> None:
        threads, before = around(request), request_threads_alive()
        await asyncio.gather(*(ask(threads) for _ in range(many)))
        for _ in range(200):
            kept = request_threads_alive() - before
            if len(kept) <= MOST_IDLE:
                break
            await asyncio.sleep(0.05)
        assert len(kept) == MOST_IDLE

    asyncio.run(main())
