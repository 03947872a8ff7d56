"""What a pool cannot take is said in its log without a word of it, and the pool goes on."""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest
from kombu import Connection, Producer

from config.celery import create_app
from config.services.processes import wait_until
from workers.contracts.pipelines import Queue
from workers.runtime.pool import pool_of_threads

PATIENCE_SECONDS = 20
BROKER_URL = "memory://localhost/"
# A queue that nothing else in this process has heard of: its task is of no module that is loaded.
QUEUE = Queue.FEEDBACK_TRAINING
JSON = "application/json"
WORDS = "my secret words"
TASK = json.dumps([[WORDS], {}, {}])


def described(task: str) -> dict[str, str]:
    """The headers of a task."""
    return {"task": task, "id": str(uuid4()), "lang": "py", "argsrepr": ""}


REFUSED: list[tuple[bytes | str, str, dict[str, str]]] = [
    (WORDS.encode(), "application/octet-stream", {}),
    (f"{{{WORDS}", JSON, {}),
    (json.dumps({"said": WORDS}), JSON, {}),
    (TASK, JSON, described("of_another_release")),
    (WORDS.encode(), "application/x-python", described("of_a_stranger")),
]


def test_what_cannot_be_taken_is_refused_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = create_app(BROKER_URL)
    app.conf.imports = ()
    pool = pool_of_threads(app, QUEUE)
    thread = threading.Thread(target=pool.start, daemon=True)
    thread.start()
    (box,) = (box for box in app.conf.task_queues if box.name == QUEUE.value)
    with Connection(BROKER_URL) as connection:
        producer = Producer(connection.default_channel, box.exchange, box.routing_key)
        for body, content_type, headers in REFUSED:
            producer.publish(
                body,
                content_type=content_type,
                content_encoding="utf-8",
                headers=headers,
                declare=[box],
            )

    def all_refused() -> bool:
        return caplog.text.count("delivery_refused") == len(REFUSED)

    assert wait_until(all_refused, PATIENCE_SECONDS), caplog.text
    pool.stop()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
    assert "of_another_release" in caplog.text
    assert "secret" not in caplog.text
