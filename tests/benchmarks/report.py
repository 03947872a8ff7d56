"""The table that `make bench` ends with: what was measured, beside its goal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TypeAlias

Row: TypeAlias = tuple[str, str, str]

ROW = "{:<46} {:>14}   {}\n"
BACKLOG_SHARE = 0.6
MEDIAN_MS = 60
LATER_START_SECONDS = 15


def print_report(results: dict[str, Any]) -> None:
    """One line for each number; a goal that was missed is shown as missed."""
    sys.stdout.write(f"\nOn {results['cores']} cores, with {results['texts']}:\n")
    for row in _rows(results):
        sys.stdout.write(ROW.format(*row))


def _rows(results: dict[str, Any]) -> Iterator[Row]:
    bare, start = results["bare_model_per_s"], results["start"]
    yield "bare model, before / after", f"{bare['before']:.0f} / {bare['after']:.0f} /s", ""
    for name, mode in results["modes"].items():
        yield f"{name}:", "", ""
        yield from _mode_rows(results["messages"], mode)
    later = start["later_s"]
    yield "make run, first start", f"{start['first_s']:.1f} s", ""
    yield "make run, later start", f"{later:.1f} s", _judge("15 s", later <= LATER_START_SECONDS)


def _mode_rows(messages: int, mode: dict[str, Any]) -> Iterator[Row]:
    share = mode["backlog_share_of_bare"]
    yield f"  backlog of {messages:,} drained", f"{mode['backlog_per_s']:.0f} /s", ""
    yield "    share of the bare model", f"{share:.0%}", _judge("60 %", share >= BACKLOG_SHARE)
    for one in mode["paced"]:
        median = one["median_ms"]
        goal = _judge("60 ms", median <= MEDIAN_MS) if one["rate"] == 20 else ""
        name = f"  POST to stored at {one['rate']}/s"
        yield f"{name}, median", f"{median:.0f} ms", goal
        yield f"{name}, 95th percentile", f"{one['p95_ms']:.0f} ms", ""
    for name, megabytes in mode["memory_mb"].items():
        yield f"  memory, {name}", f"{megabytes:.0f} MB", ""
    yield "  memory, together", f"{sum(mode['memory_mb'].values()):.0f} MB", ""


def _judge(goal: str, reached: bool) -> str:
    return f"goal {goal}: {'reached' if reached else 'MISSED'}"
