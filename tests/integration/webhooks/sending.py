"""A call of a webhook, and what the deliverer does about it in a step."""

from __future__ import annotations

from apps.dispatch.deliverer import deliver_step
from apps.dispatch.kinds import OUTBOUND_LANE
from apps.webhooks.actions import call_webhook
from apps.webhooks.models import Delivery, Webhook


def send() -> float:
    return deliver_step(OUTBOUND_LANE)


def call(webhook: Webhook, **data: object) -> Delivery:
    return call_webhook(webhook, "test", data)
