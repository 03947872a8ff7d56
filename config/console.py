"""What programs say to whoever started them, line by line and at once."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def remark(line: str) -> None:
    """Beside what was asked for, which may be piped into something else."""
    sys.stderr.write(line + "\n")
