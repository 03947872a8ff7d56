"""Sends deliveries and records their answers.

A receiver may get a delivery twice, when a process dies after the answer and before it is recorded.
HTTP cannot prevent that, but both have the same id.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from apps.dispatch.actions import record_event
from apps.dispatch.kinds import DeliveryFailed
from apps.webhooks.models import Attempt, Delivery, Webhook
from apps.webhooks.posting import GONE, Answer, post
from apps.webhooks.signing import SIGNATURE_HEADER, sign
from workers.contracts.events import EventKind

log = structlog.get_logger()
# A webhook is paused after so many failures in a row over so long: a short outage does not count.
PAUSED_AFTER_FAILURES = 10
PAUSED_AFTER = timedelta(minutes=10)
PAUSED_REST = timedelta(hours=1)


def deliver(delivery_id: UUID) -> datetime | None:
    """Send a delivery, unless it was accepted before or its webhook is paused.

    Returns when to look again in case of a pause. Raises DeliveryFailed when the receiver did not
    accept it.
    """
    delivery = Delivery.objects.select_related("webhook").filter(id=delivery_id).first()
    if delivery is None or delivery.status == Delivery.Status.DELIVERED:
        return None
    webhook = delivery.webhook
    if webhook.paused_at is not None:
        return timezone.now() + PAUSED_REST
    answer = _send(delivery)
    _record(delivery, answer)
    if not answer.taken:
        raise DeliveryFailed(
            _describe(webhook, answer), again_at=answer.retry_at, final=answer.status == GONE
        )
    return None


def give_up(delivery_id: UUID) -> None:
    """Mark a delivery as failed, with an event that its conversation's thread shows.

    Called when the receiver did not accept it within a day, or has refused it for good.
    """
    delivery = Delivery.objects.select_related("conversation").filter(id=delivery_id).first()
    if delivery is None or delivery.status == Delivery.Status.DELIVERED:
        return
    delivery.status, delivery.finished_at = Delivery.Status.FAILED, timezone.now()
    delivery.save(update_fields=["status", "finished_at"])
    conversation = delivery.conversation
    record_event(
        EventKind.WEBHOOK_FAILED,
        inbox_id=conversation.inbox_id if conversation else None,
        conversation_id=delivery.conversation_id,
        webhook=str(delivery.webhook_id),
        delivery=str(delivery.id),
    )


def refuse_deleted(delivery_id: UUID) -> str:
    """Why a failed delivery cannot be tried again, in a sentence; empty where it can."""
    exists = Delivery.objects.filter(id=delivery_id).exists()
    return "" if exists else "The webhook was deleted, or the conversation was erased."


def _send(delivery: Delivery) -> Answer:
    body, webhook = delivery.body.encode(), delivery.webhook
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Firstline",
        "Firstline-Delivery": str(delivery.id),
        "Firstline-Event": delivery.kind,
        SIGNATURE_HEADER: sign(webhook.secret, body, int(time.time())),
    }
    return post(webhook.url, body, headers, allow_private=webhook.allow_private)


@transaction.atomic
def _record(delivery: Delivery, answer: Answer) -> None:
    webhook = Webhook.objects.select_for_update().filter(id=delivery.webhook_id).first()
    if webhook is None or not Delivery.objects.filter(id=delivery.id).exists():
        return
    Attempt.objects.create(
        delivery=delivery,
        status_code=answer.status,
        answer=answer.text,
        error=answer.error[:200],
        milliseconds=answer.milliseconds,
    )
    if answer.taken:
        delivery.status, delivery.finished_at = Delivery.Status.DELIVERED, timezone.now()
        delivery.save(update_fields=["status", "finished_at"])
    _count(webhook, answer)


def _count(webhook: Webhook, answer: Answer) -> None:
    """Count failures in a row, and pause a webhook that has failed too often for too long."""
    now = timezone.now()
    webhook.failures = 0 if answer.taken else webhook.failures + 1
    webhook.failing_since = None if answer.taken else webhook.failing_since or now
    failing = webhook.failing_since
    is_down = (
        webhook.failures >= PAUSED_AFTER_FAILURES and failing and failing <= now - PAUSED_AFTER
    )
    if (is_down or answer.status == GONE) and webhook.paused_at is None:
        webhook.paused_at, webhook.pause_reason = now, _describe(webhook, answer)[:200]
        record_event(EventKind.WEBHOOK_PAUSED, webhook=str(webhook.id))
        log.warning("webhook_paused", webhook=str(webhook.id), failures=webhook.failures)
    webhook.save(update_fields=["failures", "failing_since", "paused_at", "pause_reason"])


def _describe(webhook: Webhook, answer: Answer) -> str:
    if answer.status is None:
        return f"{webhook.name}: {answer.error}"
    return f"{webhook.name} answered {answer.status}."
