"""What reads webhooks and how their deliveries went."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django_stubs_ext import WithAnnotations

from apps.webhooks.models import Attempt, Delivery, Webhook


class Told(TypedDict):
    """What a list adds to a webhook: its last answer, and how much waits for it."""

    last_status: int | None
    last_error: str | None
    waiting: int


def list_webhooks() -> QuerySet[WithAnnotations[Webhook, Told]]:
    """By name, each with its last answer and how many deliveries wait."""
    last = Attempt.objects.filter(delivery__webhook=OuterRef("pk")).order_by("-id")
    return Webhook.objects.annotate(
        last_status=Subquery(last.values("status_code")[:1]),
        last_error=Subquery(last.values("error")[:1]),
        waiting=Count("deliveries", filter=Q(deliveries__status=Delivery.Status.WAITING)),
    ).order_by("name")


def list_deliveries(webhook: Webhook) -> QuerySet[Delivery, Delivery]:
    """The newest first, each with its attempts."""
    return webhook.deliveries.order_by("-created_at").prefetch_related("attempts")
