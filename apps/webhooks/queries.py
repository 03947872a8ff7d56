"""Reads webhooks and their deliveries."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django_stubs_ext import WithAnnotations

from apps.webhooks.models import Attempt, Delivery, Webhook


class WebhookState(TypedDict):
    """Annotations of a query on webhooks: the last answer, and the number of waiting deliveries."""

    last_status: int | None
    last_error: str | None
    waiting: int


def list_webhooks() -> QuerySet[WithAnnotations[Webhook, WebhookState]]:
    """Webhooks by name, each with its state."""
    last = Attempt.objects.filter(delivery__webhook=OuterRef("pk")).order_by("-id")
    return Webhook.objects.annotate(
        last_status=Subquery(last.values("status_code")[:1]),
        last_error=Subquery(last.values("error")[:1]),
        waiting=Count("deliveries", filter=Q(deliveries__status=Delivery.Status.WAITING)),
    ).order_by("name")


def list_deliveries(webhook: Webhook) -> QuerySet[Delivery, Delivery]:
    """The deliveries of a webhook, newest first, with their attempts."""
    return webhook.deliveries.order_by("-created_at").prefetch_related("attempts")
