"""`python -m workers` in this process, which has imported already what takes seconds to import.

That a command starts, speaks and ends as it should by itself is tried where it is a process.
"""

from __future__ import annotations

import os
import runpy
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest


def run_here(
    *arguments: str | Path, folder: Path, environment: dict[str, str]
) -> CompletedProcess[str]:
    """What `tests.processes.run` gives, of a command that ends by itself and reads no input."""
    said, complained = StringIO(), StringIO()
    command = ["workers", *map(str, arguments)]
    with (
        pytest.MonkeyPatch.context() as patch,
        chdir(folder),
        redirect_stdout(said),
        redirect_stderr(complained),
    ):
        for name in os.environ.keys() - environment.keys():
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", command)
        # The log of this process is not the command's to arrange.
        patch.setattr("config.logs.configure_logs", lambda *_: None)
        returned = _end_of_main(complained)
    return CompletedProcess(command, returned, said.getvalue(), complained.getvalue())


def _end_of_main(complained: StringIO) -> int:
    """The exit code; a sentence instead of one is said on standard error, as Python does."""
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("workers", run_name="__main__")
    if isinstance(ended.value.code, str):
        complained.write(ended.value.code + "\n")
        return 1
    return ended.value.code or 0
