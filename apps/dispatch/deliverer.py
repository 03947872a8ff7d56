"""The deliverer: does the web side's own background work, one row at a time."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from apps.dispatch.claiming import Claim, claim
from apps.dispatch.kinds import DELIVERY_LANE, DeliveryFailed, find_kind
from apps.dispatch.models import Work
from apps.dispatch.pausing import list_paused_lanes
from apps.dispatch.survey import survey_lanes
from workers.contracts import retry_delay

log = structlog.get_logger()
IDLE_REST_SECONDS = 0.5


def deliver_step() -> float:
    """Do what is due. Returns how long to rest, in seconds."""
    state = survey_lanes((DELIVERY_LANE,))[DELIVERY_LANE]
    if not (state.fresh_due or state.tried_due) or DELIVERY_LANE in list_paused_lanes():
        return IDLE_REST_SECONDS
    claimed = claim(DELIVERY_LANE, 1, tried=not state.fresh_due)
    if claimed is None:
        return IDLE_REST_SECONDS
    _deliver(claimed)
    return 0


def _deliver(claimed: Claim) -> None:
    held = Work.objects.filter(lease_token=claimed.token)
    held.update(attempts=F("attempts") + 1)
    kind = find_kind(claimed.kind)
    if kind.deliver is None:
        raise LookupError(f"Kind {kind.name!r} waits in the deliverer's lane but has no `deliver`.")
    try:
        with transaction.atomic():
            again_at = kind.deliver(claimed.subject_ids[0])
            if again_at is None:
                held.update(state=Work.State.DONE, finished_at=Now(), lease_token=None)
            else:
                held.update(state=Work.State.PENDING, due_at=again_at, attempts=0, lease_token=None)
    except DeliveryFailed as error:
        log.warning("delivery_failed", kind=kind.name, error=str(error))
        _retry_later(claimed, str(error))


def _retry_later(claimed: Claim, error: str) -> None:
    for work in Work.objects.filter(lease_token=claimed.token):
        work.state = Work.State.PENDING
        work.lease_token = None
        work.last_error = error[:500]
        work.due_at = timezone.now() + timedelta(seconds=retry_delay(work.attempts))
        work.save()
