"""Recurring chores of the deliverer: each run returns the time of the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models.signals import post_migrate

from apps.dispatch.actions import enqueue
from apps.dispatch.kinds import DELIVERY_LANE, Kind, register


def do_for_ever(name: str, step: Callable[[], datetime], subject_id: UUID) -> None:
    """Register a chore: `step` runs soon after each migration, and then at each time it returns.

    `subject_id`: a constant that identifies the row of work of this chore.
    """
    kind = Kind(name=name, lane=DELIVERY_LANE, deliver=lambda _: step(), recurring=True)
    register(kind)

    def schedule(**_: Any) -> None:
        enqueue(kind, subject_id)

    post_migrate.connect(
        schedule, sender=apps.get_app_config("dispatch"), weak=False, dispatch_uid=name
    )
