"""Declares exchanges and queues: done by a command, before any worker starts.

Limits (deliveries, length, dead letters) are a policy of the broker's, set by operations: a
queue whose arguments changed could not be declared again.
"""

from __future__ import annotations

from kombu.exceptions import OperationalError

from config.celery import app, dead_letters, mail_boxes
from workers.errors import SetupError


def declare_topology() -> list[str]:
    """Declare everything that is not there yet. Returns the names of the queues.

    Raises SetupError where the broker is away or refuses.
    """
    boxes = [*mail_boxes(), dead_letters()]
    with app.connection_for_write() as connection:
        refusals = (OperationalError, *connection.connection_errors, *connection.channel_errors)
        try:
            connection.ensure_connection(max_retries=3, timeout=10)
            for box in boxes:
                box(connection.default_channel).declare()
        except refusals as error:
            raise SetupError(
                f"RabbitMQ does not declare the queues ({error}): start it, or mend BROKER_URL."
            ) from error
    return [box.name for box in boxes]
