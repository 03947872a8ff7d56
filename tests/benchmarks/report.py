"""The table that `make bench` ends with: what was measured, beside its goal."""

from __future__ import annotations

import sys
from typing import Any

ROW = "{:<46} {:>14}   {}\n"


def print_report(results: dict[str, Any]) -> None:
    """One line for each number; a goal that was missed is shown as missed."""
    bare = results["bare_model_per_s"]
    share = results["backlog_share_of_bare"]
    rows = [
        ("bare model, before / after", f"{bare['before']:.0f} / {bare['after']:.0f} /s", ""),
        ("backlog of 2,000 drained", f"{results['backlog_per_s']:.0f} /s", ""),
        ("  share of the bare model", f"{share:.0%}", _judge("60 %", share >= 0.6)),
        *_latency_rows(results["paced"]),
        *((f"memory, {name}", f"{mb:.0f} MB", "") for name, mb in results["memory_mb"].items()),
        ("make run, first start", f"{results['start']['first_s']:.1f} s", ""),
        (
            "make run, later start",
            f"{results['start']['later_s']:.1f} s",
            _judge("15 s", results["start"]["later_s"] <= 15),
        ),
    ]
    sys.stdout.write(f"\nOn {results['cores']} cores, with {results['texts']}:\n")
    for row in rows:
        sys.stdout.write(ROW.format(*row))


def _latency_rows(paced: list[dict[str, float]]) -> list[tuple[str, str, str]]:
    rows = []
    for one in paced:
        goal = _judge("60 ms", one["median_ms"] <= 60) if one["rate"] == 20 else ""
        name = f"POST to stored at {one['rate']}/s"
        rows.append((f"{name}, median", f"{one['median_ms']:.0f} ms", goal))
        rows.append((f"{name}, 95th percentile", f"{one['p95_ms']:.0f} ms", ""))
    return rows


def _judge(goal: str, reached: bool) -> str:
    return f"goal {goal}: {'reached' if reached else 'MISSED'}"
