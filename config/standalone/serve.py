"""The pools, the loops and the web server as threads of one process."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from functools import partial

import structlog
import uvicorn
from django.conf import settings

from apps.dispatch import deliverer, dispatcher
from apps.dispatch.feed import feed
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_loop
from config.asgi import application
from config.celery import create_app
from config.console import Say
from config.flower import FlowerServer
from config.services.cluster import PostgresError
from config.standalone.unreadable import ProblemProtocol
from workers.contracts.pipelines import Queue
from workers.errors import SetupError
from workers.runtime.pool import pool_of_threads, prepare
from workers.runtime.topology import declare_topology

log = structlog.get_logger()
GRACE_SECONDS = 3
BROKER_URL = "memory://localhost/"
Watch = Callable[[threading.Event], None]


class PartFailedError(SetupError):
    """A part has failed, and the process has stopped because of it."""


class Parts:
    """The threads of this process. Where one fails, all stop: with a part missing, messages would
    wait unnoticed."""

    def __init__(self) -> None:
        self.reason = ""

    def start(self, name: str, run: Callable[[], None]) -> threading.Thread:
        """Run a part in a thread of its name."""

        def guarded() -> None:
            try:
                run()
            except BaseException as error:
                log.exception("part_failed", part=name)
                own = isinstance(error, PostgresError | SetupError)
                self.reason = str(error) if own else f"{name} failed; the log says where."
                os.kill(os.getpid(), signal.SIGTERM)

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        thread.start()
        return thread


def serve(port: int, when_ready: Callable[[], None], watch_database: Watch, say: Say) -> None:
    """Run until SIGINT or SIGTERM. `when_ready` is called in a thread once the web answers.

    `watch_database`: raises when the database has ended. Raises PartFailedError when a part fails.
    """
    stop, parts = threading.Event(), Parts()
    say("Loading the models …")
    stop_pools = _start_pools(parts)
    parts.start("database", partial(watch_database, stop))
    loops = [
        parts.start(name, partial(run_loop, step, channel, stop))
        for channel, steps in (
            (Channel.DISPATCH, dispatcher.list_steps()),
            (Channel.DELIVER, deliverer.list_steps()),
        )
        for name, step in steps.items()
    ]
    flower = FlowerServer(BROKER_URL, settings.FLOWER_ADDRESS)
    # Not guarded like the others: customers do not depend on it.
    threading.Thread(target=flower.run, name="flower", daemon=True).start()
    try:
        _serve_web(port, partial(parts.start, "introduction", when_ready))
    finally:
        stop.set()
        flower.stop()
        for loop in loops:
            loop.join(GRACE_SECONDS)
        stop_pools()
    if parts.reason:
        raise PartFailedError(f"{parts.reason} Everything has stopped and is kept: start it again.")


def _start_pools(parts: Parts) -> Callable[[], None]:
    """Each pool with an application of its own, because an application knows one set of queues."""
    declare_topology()
    pulses = [prepare(queue) for queue in Queue]
    pools = [pool_of_threads(create_app(BROKER_URL), queue) for queue in Queue]
    for queue, pool, pulse in zip(Queue, pools, pulses, strict=True):
        parts.start(queue.value, pool.start)
        pulse.start()
        pulse.beat_now()

    def stop() -> None:
        for pulse in pulses:
            pulse.stop()

    return stop


def _serve_web(port: int, when_ready: Callable[[], object]) -> None:
    configuration = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=port,
        http=ProblemProtocol,
        log_config=None,
        access_log=False,
        # Proxy headers are left to TRUSTED_PROXIES.
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="off",
    )
    asyncio.run(_serve_until_told(uvicorn.Server(configuration), when_ready))


async def _serve_until_told(server: uvicorn.Server, when_ready: Callable[[], object]) -> None:
    def leave() -> None:
        server.should_exit = True
        # Answer waiting requests with the current state before the server disconnects them.
        feed.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, leave)
    # `_serve` is `serve` without uvicorn's signal handlers, which would raise signals again.
    serving = asyncio.create_task(server._serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if server.started:
        when_ready()
    await serving
