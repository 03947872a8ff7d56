"""Finds the confidence from which on enough answers are right, from judged examples.

The share that is right is an estimate. The lower end of its interval (Wilson 1927), which is below
the true share 95 of 100 times, is compared with the target.

Many confident answers that are right must not outweigh a few less confident ones that are wrong. So
a threshold also needs some judged answers that are no more confident than it, and these must be
compatible with the target: the upper end of their interval is not below it.

Answers of earlier model versions count too, because each version is calibrated on held-out
examples: where 28, 20 or 10 of the sample's intents became 34, the share that was right from one
confidence on changed by 0.6, 0.8 and 1.2 points. A version that is off by more shows in the newest
fifty answers. If ten answers of one version were enough to stop, that would prevent two or three
wrong answers of a bad version, and each training could stop a threshold that is right.
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
# So many of the newest answers must be compatible with the target: a decline shows there first.
NEWEST = 50
# So many answers that are no more confident than the threshold are needed; fewer show too little.
LEAST_CONFIDENT = 10
CURVE_POINTS = 12


@dataclass(frozen=True)
class JudgedExample:
    """The answer confidence of one example, and whether the answer was right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Point:
    """A threshold: `covered` of `judged` examples are not below it, and `right` of these right."""

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
    """The 90 % interval of the true share, 5 % on each side; (0, 1) where `count` is 0."""
    if count == 0:
        return 0.0, 1.0
    share, weight = right / count, Z * Z / count
    middle = share + weight / 2
    spread = sqrt(share * (1 - share) * weight + weight * weight / 4)
    low, high = (middle - spread) / (1 + weight), (middle + spread) / (1 + weight)
    # Rounding must not put an end of the interval on the wrong side of the share.
    return max(min(low, share), 0.0), min(max(high, share), 1.0)


def count_from(threshold: float, examples: Sequence[JudgedExample]) -> Point:
    """The point of this threshold: what answering alone from it on would have meant."""
    covered = [example for example in examples if example.confidence >= threshold]
    right = sum(example.right for example in covered)
    return Point(threshold, len(examples), len(covered), right)


def trace_curve(examples: Sequence[JudgedExample]) -> list[Point]:
    """A point for each confidence that occurs, the highest first; empty without examples."""
    points, covered, right = [], 0, 0
    by_confidence = sorted(examples, key=lambda example: -example.confidence)
    for confidence, group in groupby(by_confidence, key=lambda example: example.confidence):
        for example in group:
            covered, right = covered + 1, right + example.right
        points.append(Point(confidence, len(examples), covered, right))
    return points


def thin(points: Sequence[Point]) -> list[Point]:
    """At most 12 points of a curve, evenly spaced by coverage; the last is always kept."""
    if len(points) <= CURVE_POINTS:
        return list(points)
    most = points[-1].covered
    chosen = {
        next(place for place, point in enumerate(points) if point.covered >= most * step)
        for step in ((number + 1) / CURVE_POINTS for number in range(CURVE_POINTS))
    }
    return [points[place] for place in sorted(chosen)]


def find_threshold(examples: Sequence[JudgedExample], target: float) -> Point | None:
    """The lowest threshold that meets the target; None where none does.

    `examples`: newest first; with fewer than 50 there is no threshold. At least ten of them are no
    more confident than it.
    """
    if len(examples) < NEEDED:
        return None
    lowest = sorted(example.confidence for example in examples)[LEAST_CONFIDENT - 1]
    points = (point for point in trace_curve(examples)[::-1] if point.threshold >= lowest)
    return next((point for point in points if holds(point, examples, target)), None)


def find_tightened(
    examples: Sequence[JudgedExample], target: float, present: float
) -> Point | None:
    """`present` while it meets the target, else the lowest higher threshold that does, or None."""
    if len(examples) < NEEDED:
        return None
    kept = count_from(present, examples)
    higher = (point for point in trace_curve(examples)[::-1] if point.threshold > present)
    return next((point for point in (kept, *higher) if holds(point, examples, target)), None)


def holds(point: Point, examples: Sequence[JudgedExample], target: float) -> bool:
    """Whether a threshold meets the target.

    All examples from it on must show that; the newest of them, and the examples that are no more
    confident than the threshold, must not show the opposite.
    """
    if point.lower < target:
        return False
    covered = [example for example in examples if example.confidence >= point.threshold]
    return all(
        find_interval(sum(example.right for example in some), len(some))[1] >= target
        for some in (covered[:NEWEST], _list_least_confident(point.threshold, examples))
    )


def _list_least_confident(
    threshold: float, examples: Iterable[JudgedExample]
) -> list[JudgedExample]:
    """The ten most confident examples up to the threshold, and all that tie with the tenth."""
    below = [example for example in examples if example.confidence <= threshold]
    tenth = min(nlargest(LEAST_CONFIDENT, (each.confidence for each in below)), default=0.0)
    return [each for each in below if each.confidence >= tenth]
