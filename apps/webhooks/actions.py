"""What changes webhooks and calls them. Each function is one transaction, or part of another."""

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
    """Have it told. `data`: joins id, kind and time in the JSON body, which is kept as it is."""
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
    webhook.save()
    _record(EventKind.WEBHOOK_SAVED, webhook, by)


@transaction.atomic
def rotate_secret(webhook: Webhook, by: UUID) -> str:
    """From now on deliveries are signed with a new secret, which is returned."""
    webhook.secret = make_secret()
    webhook.save(update_fields=["secret"])
    _record(EventKind.WEBHOOK_SECRET_ROTATED, webhook, by)
    return webhook.secret


@transaction.atomic
def pause_webhook(webhook: Webhook, by: UUID) -> None:
    """Send nothing more to it; what waits is kept for a day."""
    webhook.paused_at, webhook.pause_reason = timezone.now(), "Paused by hand."
    webhook.save(update_fields=["paused_at", "pause_reason"])
    _record(EventKind.WEBHOOK_PAUSED, webhook, by)


@transaction.atomic
def resume_webhook(webhook: Webhook, by: UUID) -> int:
    """Send again, at once, what waits and what was given up meanwhile. Returns how much that is;
    0 where it is not paused, for what is under way would be sent twice."""
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
    """Forget it, with all that was and will be sent to it."""
    _record(EventKind.WEBHOOK_DELETED, webhook, by)
    webhook.delete()


def _record(kind: EventKind, webhook: Webhook, by: UUID) -> None:
    record_event(kind, webhook=str(webhook.id), by=str(by))
