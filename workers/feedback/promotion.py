"""The gate before a model that was just trained: it must not know less than the one that serves."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from workers.models.model_manifest import Report

Reports = Mapping[str, Report]


def find_fault(challenger: Reports, champion: Reports) -> str:
    """What speaks against letting it serve, in a few words; empty where nothing does.

    Of the examples that it did not know it must have as many right as the champion had of its own,
    but for one standard error, which chance explains. `champion`: empty where nothing serves.
    """
    for head, report in challenger.items():
        if head in champion and _is_worse(report, champion[head]):
            ours, theirs = report["accuracy"], champion[head]["accuracy"]
            return f"{head} {ours:.1%} right, of the one that serves {theirs:.1%}"
    return ""


def _is_worse(report: Report, champion: Report) -> bool:
    right, examples = report["accuracy"], report["examples"]
    return right + sqrt(right * (1 - right) / examples) < champion["accuracy"]
