"""What the deliverer does for ever: each time, it says when it wants to be done again."""

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
    """Have `step` done soon after each migration, and then at each time that it returns.

    `subject_id`: there is one of each, and this is how its row of work is found again.
    """
    kind = Kind(name=name, lane=DELIVERY_LANE, deliver=lambda _: step(), recurring=True)
    register(kind)

    def schedule(**_: Any) -> None:
        enqueue(kind, subject_id)

    post_migrate.connect(
        schedule, sender=apps.get_app_config("dispatch"), weak=False, dispatch_uid=name
    )
