"""From judged examples to the confidence from which on enough answers are right.

The share that is right is known only so well: what is compared with the wish is the lower end of
its interval (Wilson 1927), which 95 of 100 times lies below the truth.

Many sure answers that are right must not vouch for a few unsure ones: an answer may be sent from a
confidence on only where some that were no surer have been judged, and do not speak against it.

What was judged of earlier model versions counts too. Each version is calibrated on examples that it
did not know: where 28, 20 or 10 of the sample's intents became 34, the share that was right from
one confidence on moved by 0.6, 0.8 and 1.2 points. A version that errs by more shows in the newest
fifty. If ten answers of one version could speak against the wish by themselves, that would save
two or three wrong ones where it errs, and each training would be another chance to stop what holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import sqrt

# The 95 % quantile of the normal distribution.
Z = 1.6449
NEEDED = 50
# A fall shows first in the newest answers: so many of them must not speak against the wish.
NEWEST = 50
# What is no surer than the threshold: fewer say nothing of what an answer is worth there.
NO_SURER = 10
CURVE_POINTS = 12


@dataclass(frozen=True)
class JudgedExample:
    """The answer confidence of one example, and whether the answer was right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Point:
    """From `threshold` on: `covered` of `judged` examples, `right` of them right."""

    threshold: float
    judged: int
    covered: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.covered

    @property
    def coverage(self) -> float:
        return self.covered / self.judged

    @property
    def lower(self) -> float:
        return find_interval(self.right, self.covered)[0]

    @property
    def upper(self) -> float:
        return find_interval(self.right, self.covered)[1]


def find_interval(right: int, count: int) -> tuple[float, float]:
    """Where the true share lies with 90 % probability: 5 % below and 5 % above; all for none."""
    if count == 0:
        return 0.0, 1.0
    share, weight = right / count, Z * Z / count
    middle = share + weight / 2
    spread = sqrt(share * (1 - share) * weight + weight * weight / 4)
    low, high = (middle - spread) / (1 + weight), (middle + spread) / (1 + weight)
    # Rounding must not put an end on the wrong side of the share.
    return max(min(low, share), 0.0), min(max(high, share), 1.0)


def count_from(threshold: float, examples: Sequence[JudgedExample]) -> Point:
    """What answering alone from this confidence on would have been."""
    covered = [example for example in examples if example.confidence >= threshold]
    right = sum(example.right for example in covered)
    return Point(threshold, len(examples), len(covered), right)


def trace_curve(examples: Sequence[JudgedExample]) -> list[Point]:
    """A point for each confidence that occurs, the surest first; empty without examples."""
    points, covered, right = [], 0, 0
    by_confidence = sorted(examples, key=lambda example: -example.confidence)
    for confidence, group in groupby(by_confidence, key=lambda example: example.confidence):
        for example in group:
            covered, right = covered + 1, right + example.right
        points.append(Point(confidence, len(examples), covered, right))
    return points


def thin(points: Sequence[Point]) -> list[Point]:
    """At most 12 of a curve, evenly by what they cover; the last is always among them."""
    if len(points) <= CURVE_POINTS:
        return list(points)
    most = points[-1].covered
    chosen = {
        next(place for place, point in enumerate(points) if point.covered >= most * step)
        for step in ((number + 1) / CURVE_POINTS for number in range(CURVE_POINTS))
    }
    return [points[place] for place in sorted(chosen)]


def find_threshold(examples: Sequence[JudgedExample], target: float) -> Point | None:
    """The lowest confidence from which on `target` is surely right; None where none is.

    `examples`: the newest first. None too with fewer than 50 of them. Ten are no surer than it.
    """
    if len(examples) < NEEDED:
        return None
    known_from = sorted(example.confidence for example in examples)[NO_SURER - 1]
    known = (point for point in trace_curve(examples)[::-1] if point.threshold >= known_from)
    return next((point for point in known if holds(point, examples, target)), None)


def find_tightened(
    examples: Sequence[JudgedExample], target: float, present: float
) -> Point | None:
    """The threshold that replaces `present`, which stays for as long as it holds; never lower."""
    if len(examples) < NEEDED:
        return None
    kept = count_from(present, examples)
    higher = (point for point in trace_curve(examples)[::-1] if point.threshold > present)
    return next((point for point in (kept, *higher) if holds(point, examples, target)), None)


def holds(point: Point, examples: Sequence[JudgedExample], target: float) -> bool:
    """Whether all recent examples together say so, and neither the newest nor those that are no
    surer than the threshold speak against it."""
    if point.lower < target:
        return False
    covered = [example for example in examples if example.confidence >= point.threshold]
    return all(
        find_interval(sum(example.right for example in some), len(some))[1] >= target
        for some in (covered[:NEWEST], _no_surer(point.threshold, examples))
    )


def _no_surer(threshold: float, examples: Iterable[JudgedExample]) -> list[JudgedExample]:
    """The ten surest of those that are no surer than the threshold, and whatever ties with them."""
    below = [example for example in examples if example.confidence <= threshold]
    tenth = min(nlargest(NO_SURER, (each.confidence for each in below)), default=0.0)
    return [each for each in below if each.confidence >= tenth]
