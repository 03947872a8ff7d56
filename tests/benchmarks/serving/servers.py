"""The servers that are measured, each as a process on a port of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from config.services.processes import free_port, wait_until
from tests.benchmarks.serving.rivals import Rival
from tests.benchmarks.texts import REPOSITORY
from tests.processes import WORKERS, Program, environment_for

START_SECONDS = 120
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Door:
    """One way to ask a server: the name in the report, how callers speak, and where."""

    name: str
    kind: str
    address: str

    def measure(self, callers: int, seconds: float) -> dict[str, float]:
        """What so many callers see, in a process of their own."""
        program = [sys.executable, "-m", "tests.benchmarks.serving.callers"]
        command = [*program, self.kind, self.address, str(callers), str(seconds)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        seen: dict[str, float] = json.loads(done.stdout)
        return seen


@contextmanager
def firstline(model: Path, encoder_dir: Path, folder: Path) -> Iterator[list[Door]]:
    """Our server, with as many threads as there are cores."""
    rest, remote = free_port(), free_port()
    ports = {"INFERENCE_HTTP_PORT": str(rest), "INFERENCE_GRPC_PORT": str(remote)}
    environment = environment_for(folder, encoder_dir) | ports
    program = Program(
        (*WORKERS, "serve", "--model", str(model)), environment, folder / "firstline.log"
    )
    url = f"http://127.0.0.1:{rest}/v2/models/encoder/infer"
    with _running(program, f"http://127.0.0.1:{rest}/v2/health/ready"):
        yield [
            Door("Firstline, gRPC", "grpc", f"127.0.0.1:{remote}"),
            Door("Firstline, REST", "rest", url),
            Door("Firstline, REST, binary", "rest-binary", url),
        ]


@contextmanager
def rival(which: Rival, encoder_dir: Path, folder: Path) -> Iterator[list[Door]]:
    """Another server, with a worker of one thread for each core."""
    port = free_port()
    environment = environment_for(folder, encoder_dir) | {
        "HOME": str(folder),
        "WORKERS": str(CORES),
        "PYTHONPATH": str(REPOSITORY),
        "BENTOML_DO_NOT_TRACK": "True",
    }
    program = Program(which.command_line(port), environment, folder / f"{which.name}.log")
    with _running(program, f"http://127.0.0.1:{port}/"):
        yield [Door(which.name, "plain", f"http://127.0.0.1:{port}/predict")]


@contextmanager
def _running(program: Program, probe: str) -> Iterator[None]:
    program.start()
    try:
        wait_until(lambda: not program.alive or _answers(probe), START_SECONDS)
        if not _answers(probe):
            raise TimeoutError(f"It does not answer; it said: {program.output()[-2000:]}")
        yield
    finally:
        program.stop()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code < 500
    except httpx.TransportError:
        return False
