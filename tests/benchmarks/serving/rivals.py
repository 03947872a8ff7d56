"""Who else can serve the same encoder: each in a virtual environment of its own under var/."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from tests.benchmarks.texts import REPOSITORY

VENVS = REPOSITORY / "var" / "bench-serve"
INSTALL_SECONDS = 900
# What the encoder itself needs there, in the versions that are used here.
ENCODER_NEEDS = ("numpy", "onnxruntime", "pydantic", "tokenizers")
MODULE = "tests.benchmarks.serving"


class CannotBeHad(Exception):
    """A rival that could not be installed, and why."""


@dataclass(frozen=True)
class Rival:
    """`package`: pinned; `command`: its program, after the environment's `bin`, and arguments."""

    name: str
    package: str
    command: tuple[str, ...]

    def ensure(self) -> None:
        """Install it unless that was done before. Raises CannotBeHad."""
        folder = VENVS / self.name
        done = folder / f".{self.package}"
        if done.exists():
            return
        try:
            _run([sys.executable, "-m", "venv", "--clear", str(folder)])
            _run([str(folder / "bin" / "pip"), "install", "-q", self.package, *_pins()])
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotBeHad(f"{self.package} cannot be had ({type(error).__name__}).") from error
        done.touch()

    def command_line(self, port: int) -> list[str]:
        """How it is started to listen on the port."""
        program = str(VENVS / self.name / "bin" / self.command[0])
        return [program, *self.command[1:], str(port)]


RIVALS = (
    Rival("LitServe", "litserve==0.2.19", ("python", "-m", f"{MODULE}.lit")),
    Rival("BentoML", "bentoml==1.4.39", ("bentoml", "serve", f"{MODULE}.bento:Embedding", "-p")),
)


def _pins() -> list[str]:
    lines = (REPOSITORY / "requirements" / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.partition("==")[0] in ENCODER_NEEDS]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=INSTALL_SECONDS)
