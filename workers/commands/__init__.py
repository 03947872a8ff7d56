"""The commands of `python -m workers`: a module each, with `run(options)`."""

from __future__ import annotations

import argparse
from importlib import import_module


def run_command(options: argparse.Namespace) -> int:
    """Import what this command needs, and nothing that others need. Returns the exit code."""
    command = import_module(f"workers.commands.{options.command.replace('-', '_')}")
    return int(command.run(options) or 0)
