"""One pool: the Celery worker of one queue, with its heartbeat, from start to stop.

A pool runs tasks in two threads, so that one computes while the other reads: onnxruntime and the
database driver release the interpreter's lock, and a process loads its model once. To scale, start
more processes.
"""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from celery import Celery
from celery.apps.worker import Worker
from celery.signals import setup_logging, worker_ready, worker_shutting_down
from celery.worker import WorkController
from celery.worker.consumer import Consumer

from config.broker_url import require_rabbitmq
from config.celery import app
from config.environment import Environment
from workers.contracts.pipelines import Queue
from workers.contracts.services import Service
from workers.needed_database import needed_database
from workers.runtime.heartbeat import Pulse
from workers.settings import read_settings

CONCURRENCY = 2
# Celery's loop turns several times a second: it only receives, and leaves the work to threads.
LOOP_SECONDS = 5
# A claim makes tens of thousands of small objects, and reference counting frees nearly all.
OBJECTS_BETWEEN_COLLECTIONS = 20_000


def prepare(queue: Queue, reaches_broker: Callable[[], bool] = lambda: True) -> Pulse:
    """Import the stage, load what it needs, and return its heartbeat, not started yet."""
    read_settings()  # a wrong variable is refused before anything is consumed
    tasks = import_module(f"workers.{queue.stage}.tasks")
    with needed_database():
        details: dict[str, Any] = tasks.warm(queue)
    # A stage without `is_able` needs nothing but the database.
    is_able: Callable[[Queue], bool] = getattr(tasks, "is_able", lambda _: True)

    def find_missing() -> Service | None:
        if not reaches_broker():
            return Service.BROKER
        return None if is_able(queue) else Service.INFERENCE_SERVER

    spare_collector()
    return Pulse(queue.value, details, find_missing)


def run_pool(queue: Queue) -> int:
    """Work until SIGTERM or SIGINT, then finish what is under way. Returns the exit code."""
    require_rabbitmq(Environment(os.environ))
    pulse = prepare(queue, lambda: _reaches_broker(worker.consumer))
    # With any receiver connected, Celery leaves the root logger's level alone.
    setup_logging.connect(lambda **_: None, weak=False)
    worker_ready.connect(lambda **_: pulse.beat_now(), weak=False)
    # From the first signal to end on, nothing new is claimed for this pool.
    worker_shutting_down.connect(lambda **_: pulse.stop(), weak=False)
    app.conf.imports = (f"workers.{queue.stage}.tasks",)
    worker = Worker(app=app, quiet=True, **_options(queue))
    pulse.start()
    worker.start()
    return int(worker.exitcode or 0)


def pool_of_threads(application: Celery, queue: Queue) -> WorkController:
    """The same pool for a process that runs everything: without signals, started by the caller.

    `application` must be this pool's own: an application knows one set of queues.
    """
    return WorkController(app=application, **_options(queue))


def _reaches_broker(consumer: Consumer) -> bool:
    """Whether it has a connection, and its loop does not hang on a broker that fell silent."""
    if consumer.connection is None:
        return False
    turned = threading.Event()
    consumer.hub.call_soon(turned.set)
    return turned.wait(LOOP_SECONDS)


def spare_collector() -> None:
    """Exempt what is loaded from garbage collection, which took a tenth of each stage's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def _options(queue: Queue) -> dict[str, Any]:
    return {
        # A unique name: with the same one, a second pool on this machine would be locked out.
        "hostname": f"{queue.value}@{socket.gethostname()}:{os.getpid()}",
        "queues": [queue.value],
        "pool_cls": "threads",
        "concurrency": CONCURRENCY,
        "without_gossip": True,
        "without_mingle": True,
        "loglevel": "WARNING",
    }
