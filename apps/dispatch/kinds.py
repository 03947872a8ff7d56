"""The kinds of work. Each app registers its own; dispatch itself knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from workers.contracts.leases import RETRY_DELAYS

DELIVERY_LANE = "web"
OUTBOUND_LANE = "outbound"
LANES_OF_DELIVERER = (DELIVERY_LANE, OUTBOUND_LANE)


class DeliveryFailed(Exception):
    """The other side did not take it: try it again later.

    `again_at`: when the other side wants to be asked again. `final`: it never wants to be.
    """

    def __init__(
        self, sentence: str, *, again_at: datetime | None = None, final: bool = False
    ) -> None:
        super().__init__(sentence)
        self.again_at = again_at
        self.final = final


def lock_nothing(subject_id: UUID) -> None:
    """For subjects that nothing else changes while their work fails."""


def accept_failure(subject_id: UUID) -> None:
    """For work whose failure concerns only those who read the list of failures."""


def refuse_nothing(subject_id: UUID) -> str:
    """For work that may be tried again whenever somebody wants it."""
    return ""


@dataclass(frozen=True)
class Kind:
    """What a row of work is about.

    `lane`: a `Lane` of a pool, `DELIVERY_LANE` for what the deliverer does itself, or
    `OUTBOUND_LANE` for what it sends to others, who may take their time.
    `patience`: how long after it was accepted the work is given up, for ever when None.
    `delays`: how long it rests after its first, second, … failed delivery, in seconds. In the
    outbound lane it is given up with its patience alone, else after five attempts too.
    `lock`: takes the locks of the subject in the order in which everybody takes them.
    `on_failed`: makes the failure visible, in the transaction that marks the work failed.
    `refuse_redrive`: why failed work is not to be tried again, in a sentence, or nothing. Asked
    with the locks held.
    `deliver`: what the deliverer calls; returns when to do it again, or None when it is done. In
    the outbound lane it is called outside of a transaction, so that none is open meanwhile.
    `recurring`: it is never given up for good; an hour after it failed it is tried again.
    """

    name: str
    lane: str
    patience: timedelta | None = None
    delays: tuple[int, ...] = RETRY_DELAYS
    lock: Callable[[UUID], None] = lock_nothing
    on_failed: Callable[[UUID], None] = accept_failure
    refuse_redrive: Callable[[UUID], str] = refuse_nothing
    deliver: Callable[[UUID], datetime | None] | None = None
    recurring: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once for each kind when Django starts."""
    _kinds[kind.name] = kind


def find_kind(name: str) -> Kind:
    """Raises KeyError for a kind that no app has registered."""
    return _kinds[name]


def list_kinds() -> list[str]:
    """The names of all that apps have registered. During a rollout, or after a release was taken
    back, there may be work of others: it waits for a process that knows them."""
    return list(_kinds)


def list_recurring_kinds() -> list[str]:
    """The names of those that are never given up for good."""
    return [kind.name for kind in _kinds.values() if kind.recurring]
