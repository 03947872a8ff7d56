from __future__ import annotations

import argparse

from config.console import say
from workers.runtime.topology import declare_topology


def run(options: argparse.Namespace) -> None:
    """`declare-topology`: exchanges and queues, before any worker starts."""
    say(f"Declared {', '.join(declare_topology())}.")
