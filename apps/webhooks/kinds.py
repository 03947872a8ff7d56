"""The kind of work of deliveries: tried again for a day, until the receiver accepts them."""

from __future__ import annotations

from datetime import timedelta

from apps.dispatch.kinds import OUTBOUND_LANE, Kind, register
from apps.webhooks.delivering import deliver, give_up, refuse_deleted

MINUTE, HOUR = 60, 3600

WEBHOOK = Kind(
    name="webhook",
    lane=OUTBOUND_LANE,
    patience=timedelta(days=1),
    delays=(2, 10, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR),
    deliver=deliver,
    on_failed=give_up,
    refuse_redrive=refuse_deleted,
)
register(WEBHOOK)
