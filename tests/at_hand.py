"""Runs `python -m workers` in this process, which saves seconds of imports.

The start, output and exit of real processes are tested elsewhere.
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
    """Run a command that ends by itself and reads no input; returns what `processes.run` does."""
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
        # The command must not configure the logs of this process.
        patch.setattr("config.logs.configure_logs", lambda *_: None)
        returned = _end_of_main(complained)
    return CompletedProcess(command, returned, said.getvalue(), complained.getvalue())


def _end_of_main(complained: StringIO) -> int:
    """The exit code; a message in its place is printed to standard error, as Python does."""
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("workers", run_name="__main__")
    if isinstance(ended.value.code, str):
        complained.write(ended.value.code + "\n")
        return 1
    return ended.value.code or 0
