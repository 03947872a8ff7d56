from __future__ import annotations

import argparse
import os

from config.broker_url import require_rabbitmq
from config.console import say
from config.environment import Environment
from workers.runtime.topology import declare_topology


def run(options: argparse.Namespace) -> None:
    """`declare-topology`: exchanges and queues, before any worker starts."""
    require_rabbitmq(Environment(os.environ))
    say(f"Declared {', '.join(declare_topology())}.")
