"""`make bench-recommendation`: what is found and how it is ranked, measured.

Each row stands beside its reference of the same run. A million passages take some 20 minutes and
7 GB of disk the first time; they are kept in `var/passages`. `--passages` asks for fewer, or none.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict

from tests.benchmarks.recommendation import quality
from tests.benchmarks.recommendation.company import company_at_hand
from tests.benchmarks.recommendation.questions import REPOSITORY
from tests.benchmarks.recommendation.stage import measure_stage
from tests.benchmarks.texts import BANKING77
from tests.benchmarks.understanding.rows import Row

REPORT = REPOSITORY / "var" / "bench-recommendation.json"
KEPT = REPOSITORY / "var" / "passages"
VERDICTS = {True: "reached", False: "MISSED", None: ""}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    passages = parser.parse_args(arguments).passages
    os.environ["LOG_LEVEL"] = "warning"
    # Everything else lies in a folder of its own.
    os.environ.setdefault("ENCODER_DIR", str(REPOSITORY / "var" / "encoder"))
    with company_at_hand():
        rows = [*_tell([measure_stage()]), *_tell(quality.measure())]
    if passages and BANKING77.exists():
        rows += _tell([_measure_many(passages)])
    elif passages:
        sys.stdout.write(f"\nMany passages were not measured: {BANKING77.parent} is not there.\n")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))


def _measure_many(passages: int) -> Row:
    """In a process of its own, for Django knows one database."""
    folder = KEPT / str(passages)
    command = [sys.executable, "-m", "tests.benchmarks.recommendation.many"]
    done = subprocess.run(
        [*command, "--passages", str(passages), "--folder", str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
    )
    return Row(**json.loads(done.stdout))


def _tell(rows: list[Row]) -> list[Row]:
    for row in rows:
        sys.stdout.write(
            f"\n{row.measure}\n"
            f"    data       {row.data}\n"
            f"    reference  {row.reference}\n"
            f"    result     {row.result}\n"
            f"    goal       {row.goal}  {VERDICTS[row.reached]}\n"
        )
        sys.stdout.flush()
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
