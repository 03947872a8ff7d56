"""The kinds of work. Each app registers its own; dispatch itself has none."""

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
    """The receiver did not take it: try again later.

    `again_at`: not before this time. `final`: never again.
    """

    def __init__(
        self, sentence: str, *, again_at: datetime | None = None, final: bool = False
    ) -> None:
        super().__init__(sentence)
        self.again_at = again_at
        self.final = final


def lock_nothing(subject_id: UUID) -> None:
    """The `lock` of kinds whose subjects nothing else changes."""


def accept_failure(subject_id: UUID) -> None:
    """The `on_failed` of kinds whose failures are only listed."""


def refuse_nothing(subject_id: UUID) -> str:
    """The `refuse_redrive` of kinds that can always be tried again."""
    return ""


@dataclass(frozen=True)
class Kind:
    """What a row of work is about.

    `lane`: a `Lane` of a pool, `DELIVERY_LANE` for background work of the web, or `OUTBOUND_LANE`
    for what is sent to others, who may be slow.
    `patience`: the time after which the work is given up; None for never.
    `delays`: how long it rests after its first, second, … failed delivery, in seconds. In the
    outbound lane it is given up by its patience alone, elsewhere also after five attempts.
    `lock`: takes the locks of the subject, in the order in which everybody takes them.
    `on_failed`: makes the failure visible, in the transaction that marks the work failed.
    `refuse_redrive`: a sentence on why failed work cannot be tried again, or nothing. Called with
    the locks held.
    `deliver`: called by the deliverer; returns when to call it again, or None when it is done. In
    the outbound lane it is called outside of a transaction.
    `recurring`: an hour after it failed it is tried again, for ever.
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
    """The names of all registered kinds.

    During a rollout, or after a rollback, there may be work of other kinds: it waits for a process
    that knows them.
    """
    return list(_kinds)


def list_recurring_kinds() -> list[str]:
    """The names of recurring kinds."""
    return [kind.name for kind in _kinds.values() if kind.recurring]
