"""One pool: the Celery worker of one queue, with its pulse, from start to stop.

Threads everywhere: onnxruntime and Postgres free the interpreter, one process loads one model,
and more processes are more pods. Two at a time, so that one computes while another reads.
"""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from celery import Celery
from celery.apps.worker import Worker
from celery.signals import setup_logging, worker_ready, worker_shutting_down
from celery.worker import WorkController

from config.celery import app
from workers.contracts.pipelines import Queue
from workers.heartbeat import Pulse
from workers.settings import read_settings

CONCURRENCY = 2
# A claim makes tens of thousands of small objects, and nearly all of them die without help.
OBJECTS_BETWEEN_COLLECTIONS = 20_000


def prepare(queue: Queue) -> Pulse:
    """Import the stage, load what it needs, and have a pulse ready that tells of it."""
    read_settings()  # a wrong variable is refused before anything is consumed
    tasks = import_module(f"workers.{queue.stage}.tasks")
    details: dict[str, Any] = tasks.warm(queue)
    # A stage that needs nothing but the database is able as long as it lives.
    is_able: Callable[[Queue], bool] = getattr(tasks, "is_able", lambda _: True)
    _spare_collector()
    return Pulse(queue.value, details, partial(is_able, queue))


def run_pool(queue: Queue) -> int:
    """Work until SIGTERM or SIGINT, then finish what is under way. Returns the exit code."""
    pulse = prepare(queue)
    # A receiver is all it takes to keep Celery from giving the root logger a level of its own.
    setup_logging.connect(lambda **_: None, weak=False)
    # No new claims for this pool from the first word of its end.
    worker_ready.connect(lambda **_: pulse.start(), weak=False)
    worker_shutting_down.connect(lambda **_: pulse.stop(), weak=False)
    app.conf.imports = (f"workers.{queue.stage}.tasks",)
    worker = Worker(app=app, quiet=True, **_options(queue))
    worker.start()
    return int(worker.exitcode or 0)


def pool_of_threads(application: Celery, queue: Queue) -> WorkController:
    """The same for a process that runs everything: no signals, and started by the caller.

    `application` must be this pool's own: an application knows one set of queues.
    """
    return WorkController(app=application, **_options(queue))


def _spare_collector() -> None:
    """What is loaded by now stays: looking through it again took a tenth of each stage's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def _options(queue: Queue) -> dict[str, Any]:
    return {
        # Of two with one name on a machine, the broker would lock the second out.
        "hostname": f"{queue.value}@{socket.gethostname()}:{os.getpid()}",
        "queues": [queue.value],
        "pool_cls": "threads",
        "concurrency": CONCURRENCY,
        "without_gossip": True,
        "without_mingle": True,
        "loglevel": "WARNING",
    }
