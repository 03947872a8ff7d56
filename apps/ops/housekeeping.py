"""Deletes what is no longer needed, and updates stored counts, each hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from apps.accounts.idempotency import KEPT_KEYS
from apps.accounts.models import IdempotencyKey, RateWindow
from apps.assist.forgetting import forget_lost_answers
from apps.dispatch.actions import KEPT_EVENTS
from apps.dispatch.models import Event
from apps.dispatch.tally import fold_tally
from apps.learning.model_versions import forget_old_versions

EVERY = timedelta(hours=1)
KEPT_RATES = timedelta(hours=1)
SUBJECT = UUID("00000000-0000-7000-8000-000000000001")


def clean_up() -> datetime:
    """Do it. Returns when to do it again."""
    now = timezone.now()
    IdempotencyKey.objects.filter(created_at__lt=now - KEPT_KEYS).delete()
    RateWindow.objects.filter(window_start__lt=now - KEPT_RATES).delete()
    Event.objects.filter(created_at__lt=now - KEPT_EVENTS).delete()
    fold_tally()
    forget_lost_answers()
    forget_old_versions()
    return now + EVERY
