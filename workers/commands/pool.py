from __future__ import annotations

import argparse

from workers.runtime.pool import run_pool


def run(options: argparse.Namespace) -> int:
    """`pool QUEUE`, until it is told to stop."""
    return run_pool(options.queue)
