from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.dispatch.deliverer import list_steps
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_until_told


class Command(BaseCommand):
    help = "Do the web side's own background work; any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        run_until_told(*list_steps().values(), channel=Channel.DELIVER)
