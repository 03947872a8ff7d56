"""Prints lines for the person at the terminal, unbuffered."""

from __future__ import annotations

import sys
from collections.abc import Callable

# A function that reports progress.
Say = Callable[[str], None]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def remark(line: str) -> None:
    """Print to standard error, because standard output may be piped into another program."""
    sys.stderr.write(line + "\n")
