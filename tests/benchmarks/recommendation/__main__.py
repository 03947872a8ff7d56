"""`make bench-recommendation`: what is found and how it is ranked, measured.

Each row stands beside its reference of the same run.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from tests.benchmarks.recommendation import quality
from tests.benchmarks.recommendation.company import company_at_hand
from tests.benchmarks.recommendation.questions import REPOSITORY, read_choices
from tests.benchmarks.recommendation.stage import measure_stage
from tests.benchmarks.understanding.rows import Row

REPORT = REPOSITORY / "var" / "bench-recommendation.json"
VERDICTS = {True: "reached", False: "MISSED", None: ""}


def main() -> None:
    os.environ["LOG_LEVEL"] = "warning"
    past = frozenset(text for _, text in read_choices())
    with company_at_hand(unlearnt=past):
        rows = [*_tell([measure_stage()]), *_tell(quality.measure())]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))


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
    main()
