"""`make run` on a warm checkout: seconds until the first question is answered."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.processes import environment_for

_READY = re.compile(r"Ready after ([0-9.]+) s")
PATIENCE_SECONDS = 240


def measure_start(folder: Path, encoder_dir: Path, port: int) -> dict[str, float]:
    """Seconds of a first start in `folder` (sample and models are made) and of a later one."""
    environment = {**environment_for(folder, encoder_dir), "PORT": str(port)}
    return {name: _start_once(environment) for name in ("first_s", "later_s")}


def _start_once(environment: dict[str, str]) -> float:
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "config.standalone"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if _READY.search(line):
                    return time.monotonic() - started
                if time.monotonic() - started > PATIENCE_SECONDS:
                    break
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    raise RuntimeError("make run did not say that it was ready.")
