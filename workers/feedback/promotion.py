"""The gate before a model that was just trained: it must know no less than the best before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from workers.feedback.held_out import Verdicts, VerdictsByHead
from workers.models.model_manifest import Report

Reports = Mapping[str, Report]
# In standard errors: of two heads that are equally good one falls so far behind once in forty.
CHANCE = 2.0


@dataclass(frozen=True)
class Comparison:
    """Of the examples that two heads were judged on: what the new one has gained and lost."""

    judged: int
    gained: int
    lost: int

    @property
    def is_worse(self) -> bool:
        """By more than chance explains: McNemar 1947 (Psychometrika 12), the signs alone."""
        return self.lost - self.gained > CHANCE * sqrt(self.lost + self.gained)


def find_fault(challenger: VerdictsByHead, best: VerdictsByHead) -> str:
    """What speaks against letting it serve, in a few words; empty where nothing does.

    `best`: of the best that served, empty where nothing did.
    """
    for head, ours in challenger.items():
        found = _compare(ours, best.get(head, {}))
        if found.is_worse:
            return (
                f"{head}: of {found.judged:,} examples that it and the best that served were "
                f"judged on, {found.lost:,} are wrong now and {found.gained:,} right"
            )
    return ""


def find_fault_in_figures(challenger: Reports, champion: Reports) -> str:
    """The same beside a champion of a release that kept no more than its figures.

    It must have as large a share right as the champion had, but for one standard error.
    """
    for head, report in challenger.items():
        if head in champion and _has_fewer_right(report, champion[head]):
            ours, theirs = report["accuracy"], champion[head]["accuracy"]
            return f"{head}: {ours:.1%} right, of the one that serves {theirs:.1%}"
    return ""


def remember_best(challenger: VerdictsByHead, best: VerdictsByHead) -> VerdictsByHead:
    """What the next training is compared with, once this one serves.

    What it lost by chance stays to be won back: compared with the last one alone, each training
    could be a little worse than the one before, without end.
    """
    return {head: _better(ours, best.get(head, {})) for head, ours in challenger.items()}


def _better(ours: Verdicts, best: Verdicts) -> Verdicts:
    found = _compare(ours, best)
    return ours if found.gained >= found.lost else {key: best.get(key, ours[key]) for key in ours}


def _compare(ours: Verdicts, best: Verdicts) -> Comparison:
    both = ours.keys() & best.keys()
    gained = sum(ours[key] and not best[key] for key in both)
    lost = sum(best[key] and not ours[key] for key in both)
    return Comparison(len(both), gained, lost)


def _has_fewer_right(report: Report, champion: Report) -> bool:
    right, examples = report["accuracy"], report["examples"]
    return right + sqrt(right * (1 - right) / examples) < champion["accuracy"]
