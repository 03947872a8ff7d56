"""Enqueues work and records events, inside the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.dispatch.hints import Channel, channel_of, send_on_commit
from apps.dispatch.kinds import Kind
from apps.dispatch.models import Event, Work
from workers.contracts.rows import ASKED_AGAIN

OPEN_STATES = (Work.State.PENDING, Work.State.LEASED)
KEPT_EVENTS = timedelta(days=30)
TURN_RESTARTS = 3
TURN_SECONDS = 10

_ENQUEUE = (
    """
INSERT INTO dispatch_work (kind, lane, subject_id, receiver_id, size, deadline, state,
                           attempts, last_error, turn_restarts)
VALUES (%(kind)s, %(lane)s, %(subject_id)s, %(receiver_id)s, %(size)s,
        now() + make_interval(secs => %(patience)s), 'pending', 0, '', 0)"""
    + ASKED_AGAIN
)


def enqueue(
    kind: Kind, subject_id: UUID, *, size: int = 0, receiver_id: UUID | None = None
) -> None:
    """Enqueue work on a subject. Work that is there already becomes new; a run of it is void.

    `size`: characters that a pool will read. `receiver_id`: for the outbound lane, who gets it.
    """
    patience = kind.patience.total_seconds() if kind.patience else None
    with connection.cursor() as cursor:
        cursor.execute(
            _ENQUEUE,
            {
                "kind": kind.name,
                "lane": kind.lane,
                "subject_id": subject_id,
                "receiver_id": receiver_id,
                "size": size,
                "patience": patience,
            },
        )
    send_on_commit(channel_of(kind.lane))


def lock_work(kind: Kind, subject_id: UUID) -> None:
    """Lock the work on a subject, so that no pool finishes it before the transaction ends.

    Called before changing rows that a pool also writes with its work: the pool locks in this order.
    """
    Work.objects.select_for_update().filter(kind=kind.name, subject_id=subject_id).first()


def enqueue_turn(
    kind: Kind, subject_id: UUID, conversation_id: UUID, *, size: int, traceparent: str | None
) -> list[UUID]:
    """Enqueue a message as the newest of its turn, and supersede the turn's earlier ones.

    A run under way is interrupted at most three times, and never once the turn is ten seconds old.
    The caller holds the lock of the conversation. Returns the superseded subjects.
    """
    carried = _lock_carried(kind, conversation_id)
    interrupted = any(work.state == Work.State.LEASED for work in carried)
    Work.objects.filter(id__in=[work.id for work in carried]).update(
        state=Work.State.SUPERSEDED, superseded_by=subject_id, lease_token=None, finished_at=Now()
    )
    Work.objects.create(
        kind=kind.name,
        lane=kind.lane,
        subject_id=subject_id,
        conversation_id=conversation_id,
        size=size + sum(work.size for work in carried),
        # By the clock of the database, as everything that is compared with it.
        deadline=Now() + kind.patience if kind.patience else None,
        traceparent=traceparent,
        turn_started_at=min((work.turn_started_at for work in carried), default=Now()),
        turn_restarts=max((work.turn_restarts for work in carried), default=0) + interrupted,
    )
    send_on_commit(channel_of(kind.lane))
    return [work.subject_id for work in carried]


def _lock_carried(kind: Kind, conversation_id: UUID) -> list[Work]:
    """Lock the open work of a conversation whose turn may be restarted, oldest first."""
    open_work = Work.objects.select_for_update().filter(
        conversation_id=conversation_id, kind=kind.name, state__in=OPEN_STATES
    )
    interruptible = Q(
        turn_restarts__lt=TURN_RESTARTS, turn_started_at__gt=Now() - timedelta(seconds=TURN_SECONDS)
    )
    return list(open_work.filter(Q(state=Work.State.PENDING) | interruptible).order_by("id"))


def record_event(
    kind: str,
    *,
    inbox_id: UUID | None = None,
    conversation_id: UUID | None = None,
    message_id: UUID | None = None,
    **data: Any,
) -> None:
    """Store an event. `data`: ids, labels and numbers, never text."""
    Event.objects.create(
        kind=kind,
        inbox_id=inbox_id,
        conversation_id=conversation_id,
        message_id=message_id,
        data=data,
    )
    send_on_commit(Channel.DISPATCH)


def free_all_leases() -> int:
    """Make all leased work due at once; only right where no other process can hold a lease."""
    return Work.objects.filter(state=Work.State.LEASED).update(
        state=Work.State.PENDING, lease_token=None, due_at=timezone.now()
    )
