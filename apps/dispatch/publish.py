"""The one place where the web side touches the broker: a claim becomes one chain."""

from __future__ import annotations

from amqp.exceptions import MessageNacked
from celery import chain
from celery.exceptions import OperationalError as CeleryOperationalError
from kombu.exceptions import OperationalError

from apps.dispatch.claiming import Claim
from config.celery import app
from workers.contracts.envelopes import WorkClaimed
from workers.contracts.pipelines import PIPELINES, Lane, Queue

# Raised by kombu and amqp when the broker is away, slow, or refuses the message.
BROKER_ERRORS = (
    OperationalError,
    CeleryOperationalError,
    *app.connection_for_write().connection_errors,
    *app.connection_for_write().channel_errors,
)


class QueueFullError(Exception):
    """The broker is there, but this queue of it takes no more."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(f"The queue {queue} is full.")
        self.queue = queue


def publish_chain(lane: Lane, claimed: Claim) -> None:
    """Publish the lane's pipeline for a claim, confirmed by the broker.

    Raises QueueFullError when the queue of the first task is at its limit, and one of
    `BROKER_ERRORS` when the task was not accepted for another reason. Messages are mandatory: an
    unroutable one is an error, not a loss.
    """
    payload = WorkClaimed(
        lease_token=claimed.token, traceparent=claimed.traceparent, items=claimed.work_ids
    )
    signatures = [
        app.signature(step.task).set(
            queue=step.queue.value, mandatory=True, argsrepr=f"({len(claimed.work_ids)} items)"
        )
        for step in PIPELINES[lane]
    ]
    with app.producer_or_acquire() as producer:
        # By itself kombu would retry for twelve seconds, and all lanes would wait.
        others = producer.connection.alt[1:]
        producer.connection.ensure_connection(max_retries=len(others))
        arguments = (payload.model_dump(mode="json"),)
        try:
            chain(*signatures).apply_async(args=arguments, producer=producer)
        except OperationalError as error:
            # kombu takes a refused message for a lost connection.
            if isinstance(error.__cause__, MessageNacked):
                raise QueueFullError(PIPELINES[lane][0].queue) from error
            raise
