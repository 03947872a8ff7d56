from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand

from apps.dispatch.dispatcher import list_steps
from apps.dispatch.hints import Channel
from apps.dispatch.loops import run_until_told
from config.broker_url import require_rabbitmq
from config.environment import Environment


class Command(BaseCommand):
    help = "Claim work that is due and publish it to the pools; any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        require_rabbitmq(Environment(os.environ))
        run_until_told(*list_steps().values(), channel=Channel.DISPATCH)
