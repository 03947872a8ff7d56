"""The one place where the web side touches the broker: a claim becomes one chain."""

from __future__ import annotations

from celery import chain
from celery.exceptions import OperationalError as CeleryOperationalError
from kombu.exceptions import OperationalError

from apps.dispatch.claiming import Claim
from config.celery import app
from workers.contracts.envelopes import WorkClaimed
from workers.contracts.pipelines import PIPELINES, Lane

# Raised by kombu and amqp when the broker is away, slow, or refuses the message.
BROKER_ERRORS = (
    OperationalError,
    CeleryOperationalError,
    *app.connection_for_write().connection_errors,
    *app.connection_for_write().channel_errors,
)


def publish_chain(lane: Lane, claimed: Claim) -> None:
    """Publish the lane's pipeline for a claim, confirmed by the broker.

    Raises one of `BROKER_ERRORS` when the first task was not accepted. Messages are mandatory: an
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
        chain(*signatures).apply_async(args=(payload.model_dump(mode="json"),), producer=producer)
