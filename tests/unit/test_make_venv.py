"""Which Python `make` takes, and what it says where there is none that will do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

MAKE_VENV = Path(__file__).resolve().parents[2] / ".ci" / "make-venv"

NO_PYTHON = "exit 127"
NO_ENSUREPIP = 'case "$2" in *ensurepip*) exit 1;; esac; exit 0'
TOO_OLD = 'case "$2" in *version_info*) exit 1;; esac; exit 0'
COMPLETE = '[ "$1" = -m ] && echo "{name} $*" >> "${0%/*}/made"; exit 0'


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The only folder that the script finds programs in."""
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        put(tmp_path, name, NO_PYTHON)
    return tmp_path


def put(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(f"#!/bin/sh\n{script.replace('{name}', name)}\n")
    (programs / name).chmod(0o755)


def make(programs: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(MAKE_VENV), "environment"],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_newest_python_that_really_runs_is_taken(programs: Path) -> None:
    put(programs, "python3.11", COMPLETE)
    put(programs, "python3", COMPLETE)
    assert make(programs).returncode == 0
    assert (programs / "made").read_text() == "python3.11 -m venv --clear environment\n"


def test_a_python_without_ensurepip_is_passed_over_for_a_complete_one(programs: Path) -> None:
    put(programs, "python3.12", NO_ENSUREPIP)
    put(programs, "python3", COMPLETE)
    assert make(programs).returncode == 0
    assert (programs / "made").read_text().startswith("python3 ")


def test_without_ensurepip_anywhere_the_apt_line_is_said_and_nothing_made(programs: Path) -> None:
    put(programs, "python3.12", NO_ENSUREPIP)
    put(programs, "python3", NO_ENSUREPIP)
    done = make(programs)
    assert done.returncode == 1
    assert done.stderr.endswith("\n    apt-get install -y python3.12-venv\n")


def test_an_old_python_counts_as_none(programs: Path) -> None:
    put(programs, "python3", TOO_OLD)
    done = make(programs)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11, 3.12 or 3.13 is missing.")
