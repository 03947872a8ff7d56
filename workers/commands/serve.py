from __future__ import annotations

import argparse
import os

from config.console import say
from config.environment import Environment
from workers.serving.start import run_server


def run(options: argparse.Namespace) -> None:
    """`serve [--model DIR]`, until it is told to stop."""
    run_server(Environment(os.environ), options.model, say)
