"""The gate before promotion: a new model must be no worse than the best that has served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from workers.fitting.held_out import Verdicts, VerdictsByHead
from workers.models.model_manifest import Report

Reports = Mapping[str, Report]
# In standard errors: of two equally good heads, one falls so far behind by chance once in forty.
CHANCE = 2.0


@dataclass(frozen=True)
class Comparison:
    """Examples that two heads were both judged on, and how many the new one gained and lost."""

    judged: int
    gained: int
    lost: int

    @property
    def is_worse(self) -> bool:
        """Whether it lost more than chance explains: McNemar's test (1947, Psychometrika 12)."""
        return self.lost - self.gained > CHANCE * sqrt(self.lost + self.gained)


def find_fault(challenger: VerdictsByHead, best: VerdictsByHead) -> str:
    """What speaks against promotion, in a few words; empty where nothing does.

    `best`: the verdicts of the best that served, as `remember_best` keeps them; may be empty.
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
    """The same for a champion of an earlier release, which kept its figures but no verdicts.

    The challenger's accuracy may be at most one standard error lower.
    """
    for head, report in challenger.items():
        if head in champion and _has_fewer_right(report, champion[head]):
            ours, theirs = report["accuracy"], champion[head]["accuracy"]
            return f"{head}: {ours:.1%} right, of the one that serves {theirs:.1%}"
    return ""


def remember_best(challenger: VerdictsByHead, best: VerdictsByHead) -> VerdictsByHead:
    """The verdicts that the next training is compared with, once this one serves.

    Where this one lost a little, the better verdicts stay: compared with its predecessor alone,
    each training could be a little worse than the one before, without end.
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
