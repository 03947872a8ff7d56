"""Reads past events, for those who begin to listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from django.db.models import QuerySet

from apps.dispatch.models import Event
from apps.dispatch.subscriptions import FeedEvent


def list_events(conversation_id: UUID, after: int, limit: int) -> list[FeedEvent]:
    """Events of a conversation after a position, in order."""
    return _read(Event.objects.filter(conversation_id=conversation_id), after, limit)


def find_position() -> int:
    """The position of the newest event: a page that is rendered now follows what comes after."""
    newest = Event.objects.exclude(position=None).order_by("-position")
    return newest.values_list("position", flat=True).first() or 0


def list_inbox_events(inbox_ids: Sequence[UUID], after: int, limit: int) -> list[FeedEvent]:
    """Events of these inboxes after a position, in order."""
    return _read(Event.objects.filter(inbox_id__in=inbox_ids), after, limit)


def _read(events: QuerySet[Event], after: int, limit: int) -> list[FeedEvent]:
    names = [field.name for field in fields(FeedEvent)]
    newer = events.filter(position__gt=after).order_by("position")
    return [FeedEvent(**row) for row in newer.values(*names)[:limit]]
