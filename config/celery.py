"""The Celery application, without Django and its settings.

Work is remembered in the table `work`, not here. These settings only make sure that a broken broker
is noticed at once, and that a broken task is kept as evidence.
"""

from __future__ import annotations

import logging
import os
from typing import Any

import structlog
from celery import Celery
from celery.worker.consumer import Consumer
from celery.worker.consumer.delayed_delivery import DelayedDelivery
from kombu import Exchange
from kombu import Queue as MailBox
from kombu.transport import TRANSPORT_ALIASES

from config.broker_url import read_broker_url
from config.environment import Environment
from workers.contracts.pipelines import DEAD_LETTER_EXCHANGE, EXCHANGE, STEPS, Queue

log = structlog.get_logger()
TASK_MODULES = (
    "workers.preprocessing.tasks",
    "workers.inference.tasks",
    "workers.recommendation.tasks",
    "workers.feedback.tasks",
)
SOCKET_TIMEOUT = 10.0
RABBITMQ_TRANSPORT = {
    "confirm_publish": True,
    "read_timeout": SOCKET_TIMEOUT,
    "write_timeout": SOCKET_TIMEOUT,
}


# Used by the process that runs everything.
TRANSPORT_ALIASES["memory"] = "config.memory_broker:Transport"


class StageConsumer(Consumer):
    """A consumer without Celery's 28 delayed-delivery queues: schedules live in Postgres.

    Messages that it cannot handle, such as tasks of another release, become dead letters. Celery
    would also log them, with what a customer wrote.
    """

    class Blueprint(Consumer.Blueprint):
        default_steps = [
            step
            for step in Consumer.Blueprint.default_steps
            if step != f"{DelayedDelivery.__module__}:{DelayedDelivery.__name__}"
        ]

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        self._refuse(message, exc)

    def on_unknown_message(self, body: object, message: Any) -> None:
        self._refuse(message, None)

    def on_unknown_task(self, body: object, message: Any, exc: Exception) -> None:
        self._refuse(message, exc)

    def on_invalid_task(self, body: object, message: Any, exc: Exception) -> None:
        self._refuse(message, exc)

    def _refuse(self, message: Any, error: Exception | None) -> None:
        task = (message.headers or {}).get("task")
        log.error("delivery_refused", task=task, error=type(error).__name__ if error else None)
        message.reject_log_error(logging.getLogger(__name__), self.connection_errors)


def mail_boxes() -> list[MailBox]:
    """The quorum queues. Their limits are a policy of the broker, not arguments of queues."""
    exchange = Exchange(EXCHANGE, type="topic", durable=True)
    return [
        MailBox(
            queue.value,
            exchange=exchange,
            routing_key=queue.value,
            durable=True,
            queue_arguments={"x-queue-type": "quorum"},
        )
        for queue in Queue
    ]


def dead_letters() -> MailBox:
    """The queue of dead letters, kept as evidence; nothing is ever replayed from it."""
    return MailBox(
        DEAD_LETTER_EXCHANGE,
        exchange=Exchange(DEAD_LETTER_EXCHANGE, type="fanout", durable=True),
        durable=True,
        queue_arguments={"x-queue-type": "quorum"},
    )


def settings_for(broker_url: str) -> dict[str, Any]:
    """Celery's settings for a broker."""
    in_memory = broker_url.startswith("memory:")
    return {
        **_connection_settings(broker_url, in_memory=in_memory),
        **_task_settings(),
        **_publishing_settings(),
        **_worker_settings(in_memory=in_memory),
        "enable_utc": True,
    }


def _connection_settings(broker_url: str, *, in_memory: bool) -> dict[str, Any]:
    return {
        "broker_url": broker_url,
        "broker_transport_options": {} if in_memory else RABBITMQ_TRANSPORT,
        "broker_connection_timeout": SOCKET_TIMEOUT,
        "broker_connection_max_retries": None,
        "broker_connection_retry_on_startup": True,
        "broker_channel_error_retry": True,
        "broker_pool_acquire_timeout": 5,
    }


def _task_settings() -> dict[str, Any]:
    return {
        "task_queues": mail_boxes(),
        "task_default_queue": Queue.PREPROCESSING.value,
        "task_default_exchange": EXCHANGE,
        "task_create_missing_queues": False,
        "task_routes": {step.task: {"queue": step.queue.value} for step in STEPS},
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure": False,
        "task_acks_on_timeout": False,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
    }


def _publishing_settings() -> dict[str, Any]:
    return {
        # Retry once, at once: a connection that a restarted broker has forgotten looks alive until
        # it is used, and failing for that would cost the chain's messages an attempt.
        "task_publish_retry": True,
        "task_publish_retry_policy": {
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.1,
        },
        "task_send_sent_event": False,
        # Events cost messages: Flower turns them on while somebody looks.
        "worker_send_task_events": False,
        # Events contain results: cut before the texts, after version and lease.
        "task_annotations": {"*": {"resultrepr_maxsize": 60}},
    }


def _worker_settings(*, in_memory: bool) -> dict[str, Any]:
    return {
        "worker_enable_remote_control": True,
        # 0 is unlimited: over memory://, a prefetch limit makes kombu very slow.
        "worker_prefetch_multiplier": 0 if in_memory else 1,
        "worker_consumer": f"{__name__}:{StageConsumer.__name__}",
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_soft_shutdown_timeout": 5,
    }


def create_app(broker_url: str) -> Celery:
    """An application whose tasks are those of the stages. `fixups=[]`: no Django, ever."""
    app = Celery("firstline", fixups=[])
    app.conf.update(settings_for(broker_url))
    app.conf.imports = TASK_MODULES
    return app


app = create_app(read_broker_url(Environment(os.environ)))
# Threads of a pool find the default application when they publish a chain's next task.
app.set_default()
