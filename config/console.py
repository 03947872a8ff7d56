"""What programs say to whoever started them, line by line and at once."""

from __future__ import annotations

import sys
from collections.abc import Callable

# How a part of a program says how far it is, whoever listens.
Say = Callable[[str], None]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def remark(line: str) -> None:
    """Beside what was asked for, which may be piped into something else."""
    sys.stderr.write(line + "\n")
