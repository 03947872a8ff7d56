"""The deliverer: runs the web's own background work, and sends webhooks and the like."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apps.dispatch.claiming import Claim, claim
from apps.dispatch.kinds import (
    DELIVERY_LANE,
    OUTBOUND_LANE,
    DeliveryFailed,
    Kind,
    find_kind,
)
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Work
from apps.dispatch.pausing import list_paused_lanes
from apps.dispatch.pulse import DELIVERER, Pulse
from apps.dispatch.survey import OF_DELIVERER, LaneState, survey_lanes
from config.sentry import report

log = structlog.get_logger()
DATABASE_AWAY = (
    InterfaceError,
    OperationalError,
    psycopg.InterfaceError,
    psycopg.OperationalError,
)
# Longer: hints wake senders for new work, and retries are in no hurry.
SENDER_REST_SECONDS = 2.0


def list_steps() -> dict[str, Callable[[], float]]:
    """The loops of a deliverer, each for a thread of this name."""
    pulse = Pulse(DELIVERER)

    def beat_and_deliver() -> float:
        pulse.beat()
        return deliver_step()

    senders = range(OF_DELIVERER[OUTBOUND_LANE])
    return {"deliver": beat_and_deliver} | {f"send-{number}": send_step for number in senders}


def send_step() -> float:
    """Send what is due in the outbound lane. While it rests, it holds no connection of the pool."""
    try:
        return SENDER_REST_SECONDS if deliver_step(OUTBOUND_LANE) else 0
    finally:
        connection.close()


def deliver_step(lane: str = DELIVERY_LANE) -> float:
    """Do what is due. Returns how long to rest, in seconds."""
    state = survey_lanes((lane,))[lane]
    if not (state.fresh_due or state.tried_due) or lane in list_paused_lanes():
        return IDLE_REST_SECONDS
    claimed = _claim(lane, state)
    if claimed is None:
        return IDLE_REST_SECONDS
    _deliver(claimed)
    return 0


def _claim(lane: str, state: LaneState) -> Claim | None:
    """Claim one row: a fresh one, or else one that was tried before."""
    try:
        fresh = claim(lane, 1, tried=False) if state.fresh_due else None
        return fresh or (claim(lane, 1, tried=True) if state.tried_due else None)
    except IntegrityError:
        return None


def _deliver(claimed: Claim) -> None:
    held = _held(claimed)
    held.update(attempts=F("attempts") + 1)
    kind = find_kind(claimed.kind)
    if kind.deliver is None:
        raise LookupError(f"Kind {kind.name!r} waits in the deliverer's lane but has no `deliver`.")
    try:
        with nullcontext() if kind.lane == OUTBOUND_LANE else transaction.atomic():
            again_at = kind.deliver(claimed.subject_ids[0])
            if again_at is None:
                held.update(state=Work.State.DONE, finished_at=Now(), lease_token=None)
            else:
                held.update(state=Work.State.PENDING, due_at=again_at, attempts=0, lease_token=None)
    except DeliveryFailed as error:
        log.warning("delivery_failed", kind=kind.name, error=str(error))
        _retry_later(kind, claimed, error)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        # Whatever a row or a receiver's answer causes must not harm other deliveries.
        log.exception("delivery_broken", kind=kind.name)
        report(error)
        failed = DeliveryFailed(f"It broke ({type(error).__name__}); see the log.")
        _retry_later(kind, claimed, failed)


def _retry_later(kind: Kind, claimed: Claim, error: DeliveryFailed) -> None:
    """Make it due again later. A final failure moves the deadline to now, for `fail_hopeless`."""
    for work in _held(claimed):
        rest = kind.delays[min(work.attempts, len(kind.delays)) - 1]
        usual = timezone.now() + timedelta(seconds=rest)
        work.state = Work.State.PENDING
        work.lease_token = None
        work.last_error = str(error)[:500]
        work.due_at = max(usual, error.again_at or usual)
        if error.final:
            work.deadline = timezone.now()
        work.save()
        if work.receiver_id is not None:
            _let_rest(work.receiver_id, usual)


def _let_rest(receiver_id: UUID, until: datetime) -> None:
    """Delay all deliveries to a receiver that has not taken one, so that others go first."""
    waiting = Work.objects.filter(receiver_id=receiver_id, state=Work.State.PENDING)
    waiting.filter(due_at__lt=until).update(due_at=until)


def _held(claimed: Claim) -> QuerySet[Work, Work]:
    """The rows of a claim that are still ours. With the state, a partial index serves the query."""
    return Work.objects.filter(lease_token=claimed.token, state=Work.State.LEASED)
