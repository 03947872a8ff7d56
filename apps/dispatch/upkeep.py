"""The dispatcher's second loop: heartbeat, numbering of events, and recovery.

Apart from publishing, so that a broker which blocks that does not stop them.
"""

from __future__ import annotations

import time

import structlog

from apps.dispatch.claiming import expire_leases, fail_hopeless, revive_recurring
from apps.dispatch.loops import BUSY_REST_SECONDS, IDLE_REST_SECONDS
from apps.dispatch.numbering import number_events
from apps.dispatch.pulse import DISPATCHER, Pulse
from apps.dispatch.survey import is_work_leased

log = structlog.get_logger()

RECOVERY_SECONDS = 0.25


class Upkeep:
    """Runs a step at a time. Any number may run."""

    def __init__(self) -> None:
        self._recovery_due = 0.0
        self._pulse = Pulse(DISPATCHER)

    def step(self) -> float:
        """Do what is due. Returns how long to rest, in seconds.

        Pools send no hints, so it rests only briefly while they hold work.
        """
        if time.monotonic() >= self._recovery_due:
            self._recovery_due = time.monotonic() + RECOVERY_SECONDS
            self._recover()
        number_events()
        return BUSY_REST_SECONDS if is_work_leased() else IDLE_REST_SECONDS

    def _recover(self) -> None:
        self._pulse.beat()
        revived, expired, failed = revive_recurring(), expire_leases(), fail_hopeless()
        if revived or expired or failed:
            log.warning("work_recovered", revived=revived, expired=expired, failed=failed)
