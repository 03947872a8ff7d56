"""Resident memory of each process, in megabytes."""

from __future__ import annotations

from pathlib import Path


def resident_mb(pid: int) -> float:
    """VmRSS of a process, from the kernel."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)
