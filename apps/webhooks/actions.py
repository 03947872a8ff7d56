"""Changes webhooks and calls them. Every function is a transaction, or part of the caller's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from apps.dispatch.actions import enqueue, record_event
from apps.webhooks.kinds import WEBHOOK
from apps.webhooks.models import Delivery, Webhook, make_secret
from workers.contracts.events import EventKind


@transaction.atomic
def call_webhook(
    webhook: Webhook, kind: str, data: Mapping[str, Any], conversation_id: UUID | None = None
) -> Delivery:
    """Enqueue a call. `data`: added to the JSON body, beside its id, kind and time."""
    delivery_id, now = uuid7(), timezone.now()
    head = {"id": str(delivery_id), "kind": kind, "created_at": now.isoformat()}
    delivery = Delivery.objects.create(
        id=delivery_id,
        webhook=webhook,
        conversation_id=conversation_id,
        kind=kind,
        body=json.dumps(head | dict(data), ensure_ascii=False),
    )
    enqueue(WEBHOOK, delivery.id, receiver_id=webhook.id)
    return delivery


@transaction.atomic
def save_webhook(webhook: Webhook, by: UUID) -> None:
    """Store a webhook."""
    webhook.save()
    _record(EventKind.WEBHOOK_SAVED, webhook, by)


@transaction.atomic
def rotate_secret(webhook: Webhook, by: UUID) -> str:
    """Give a webhook a new secret and return it; deliveries are signed with it from now on."""
    webhook.secret = make_secret()
    webhook.save(update_fields=["secret"])
    _record(EventKind.WEBHOOK_SECRET_ROTATED, webhook, by)
    return webhook.secret


@transaction.atomic
def pause_webhook(webhook: Webhook, by: UUID) -> None:
    """Stop calling a webhook; its deliveries wait for a day."""
    webhook.paused_at, webhook.pause_reason = timezone.now(), "Paused by hand."
    webhook.save(update_fields=["paused_at", "pause_reason"])
    _record(EventKind.WEBHOOK_PAUSED, webhook, by)


@transaction.atomic
def resume_webhook(webhook: Webhook, by: UUID) -> int:
    """Resume a paused webhook, and send at once what waits or was given up during the pause.

    Returns the number of these deliveries. Does nothing, and returns 0, where it is not paused:
    deliveries under way would be sent twice.
    """
    locked = Webhook.objects.select_for_update().get(id=webhook.id)
    if locked.paused_at is None:
        return 0
    given_up = Q(status=Delivery.Status.FAILED, finished_at__gte=locked.paused_at)
    missed = Q(status=Delivery.Status.WAITING) | given_up
    deliveries = list(locked.deliveries.filter(missed).order_by("id"))
    for delivery in deliveries:
        enqueue(WEBHOOK, delivery.id, receiver_id=locked.id)
    locked.deliveries.filter(missed).update(status=Delivery.Status.WAITING, finished_at=None)
    locked.failures, locked.failing_since = 0, None
    locked.paused_at, locked.pause_reason = None, ""
    locked.save()
    _record(EventKind.WEBHOOK_RESUMED, locked, by)
    return len(deliveries)


@transaction.atomic
def delete_webhook(webhook: Webhook, by: UUID) -> None:
    """Delete a webhook with all its deliveries, sent or not."""
    _record(EventKind.WEBHOOK_DELETED, webhook, by)
    webhook.delete()


def _record(kind: EventKind, webhook: Webhook, by: UUID) -> None:
    record_event(kind, webhook=str(webhook.id), by=str(by))
