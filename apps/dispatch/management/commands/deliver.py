from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.dispatch.deliverer import list_steps
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_until_told
from apps.dispatch.pulse import DELIVERER, Pulse


class Command(BaseCommand):
    help = "Do the web side's own background work; any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        pulse = Pulse(DELIVERER)
        deliver, *senders = list_steps().values()

        def step() -> float:
            pulse.beat()
            return deliver()

        run_until_told(step, *senders, channel=Channel.DELIVER)
