"""The processes of `make workers` and of `make web`, as an operator would start each by hand."""

from __future__ import annotations

import sys
from pathlib import Path

from workers.contracts.pipelines import Queue

ROOT = Path(__file__).resolve().parents[2]


def worker_commands() -> dict[str, list[str]]:
    """A pool for each queue."""
    # In a container nobody is root; on a laptop ten lines about it from each pool are noise.
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser"]
    return {queue.value: [*python, "-m", "workers", "pool", queue.value] for queue in Queue}


def web_commands(port: int) -> dict[str, list[str]]:
    """Web, dispatcher, deliverer and Flower."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    return {
        "web": [sys.executable, "-m", "uvicorn", "config.asgi:application", *_web_options(port)],
        "dispatch": [*manage, "dispatch"],
        "deliver": [*manage, "deliver"],
        "flower": [sys.executable, "-m", "config.flower"],
    }


def _web_options(port: int) -> list[str]:
    quiet = ["--no-access-log", "--log-level", "warning"]
    # Proxy headers are left to TRUSTED_PROXIES.
    return ["--port", str(port), "--no-proxy-headers", "--timeout-graceful-shutdown", "5", *quiet]
