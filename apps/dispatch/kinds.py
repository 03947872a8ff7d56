"""The kinds of work. Each app registers its own; dispatch itself knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

DELIVERY_LANE = "web"


class DeliveryFailed(Exception):
    """The other side did not take it: try it again later."""


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

    `lane`: a `workers.contracts.Lane`, or `DELIVERY_LANE` for what the deliverer does itself.
    `patience`: how long after it was accepted the work is given up, for ever when None.
    `lock`: takes the locks of the subject in the order in which everybody takes them.
    `on_failed`: makes the failure visible, in the transaction that marks the work failed.
    `refuse_redrive`: why failed work is not to be tried again, in a sentence, or nothing. Asked
    with the locks held.
    `deliver`: what the deliverer calls; returns when to do it again, or None when it is done.
    """

    name: str
    lane: str
    patience: timedelta | None = None
    lock: Callable[[UUID], None] = lock_nothing
    on_failed: Callable[[UUID], None] = accept_failure
    refuse_redrive: Callable[[UUID], str] = refuse_nothing
    deliver: Callable[[UUID], datetime | None] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once for each kind when Django starts."""
    _kinds[kind.name] = kind


def find_kind(name: str) -> Kind:
    """Raises KeyError for a kind that no app has registered."""
    return _kinds[name]
