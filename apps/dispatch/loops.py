"""Runs the dispatcher's and the deliverer's loops: step, rest, wait while Postgres is away."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

import psycopg
import structlog
from django.db import Error, connection

from apps.dispatch.hints import Channel, Listener
from config.sentry import report

log = structlog.get_logger()
AWAY_SECONDS = 1.0
# Between two steps, where nobody hints: while work is under way, and while there is none.
BUSY_REST_SECONDS = 0.02
IDLE_REST_SECONDS = 0.5


def run_loop(step: Callable[[], float], channel: Channel, stop: threading.Event) -> None:
    """Call `step` until `stop` is set. It returns how long to rest, in seconds; a hint ends a rest.

    While the database is away, the loop waits. Any other error ends it, and with it the process.
    """
    while not stop.is_set():
        try:
            with Listener(channel) as listener:
                while not stop.is_set():
                    rest = step()
                    if rest:
                        listener.wait(rest)
        except (Error, psycopg.Error) as error:
            log.warning("database_away", error=type(error.__cause__ or error).__name__)
            connection.close()
            stop.wait(AWAY_SECONDS)
    connection.close()


def run_until_told(*steps: Callable[[], float], channel: Channel) -> None:
    """Run loops as a process, each in a thread, until SIGTERM or SIGINT.

    Steps under way are finished. Where a loop fails, all end, and the process exits with 1.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with ThreadPoolExecutor(len(steps)) as threads:
        loops = [threads.submit(run_loop, step, channel, stop) for step in steps]
        wait(loops, return_when=FIRST_EXCEPTION)
        stop.set()
    for error in filter(None, [loop.exception() for loop in loops]):
        # Not left to Python, which would print the error's text: that may quote a customer.
        log.error("loop_failed", exc_info=error)
        report(error)
        sys.exit(1)
