from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.dispatch.dispatcher import list_steps
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_until_told


class Command(BaseCommand):
    help = "Claim work that is due and publish it to the pools; any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        run_until_told(*list_steps().values(), channel=Channel.DISPATCH)
