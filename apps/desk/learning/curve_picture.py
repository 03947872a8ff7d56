"""The curve of precision and coverage as places in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.automation.thresholds import Point

# Pixels.
WIDTH, HEIGHT = 520, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 100, 12, 48
STEPS = 5


@dataclass(frozen=True)
class Dot:
    """One point of the curve: its precision with both ends of the interval, and its coverage."""

    point: Point
    x: float
    precision: float
    lower: float
    upper: float
    coverage: float


@dataclass(frozen=True)
class Line:
    """A line of the grid, or one that marks something, with what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class Picture:
    """`precision`, `coverage`: the points of the two lines, as SVG writes them."""

    dots: list[Dot]
    precision: str
    coverage: str
    levels: list[Line]
    places: list[Line]
    target: Line | None
    threshold: Line | None

    width, height = WIDTH, HEIGHT
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
    middle = (LEFT + WIDTH - RIGHT) / 2


def draw(points: Sequence[Point], target: float | None, answer_from: float | None) -> Picture:
    """`points`: the surest first, at least one. Confidence runs to the right, shares upward."""
    # A threshold that lies where the picture would end must not stand on its edge.
    lowest = min(int(points[-1].threshold * 10) / 10, 0.8)
    dots = [_place(point, lowest) for point in reversed(points)]
    confidences = [lowest + step * (1 - lowest) / STEPS for step in range(STEPS + 1)]
    return Picture(
        dots=dots,
        precision=" ".join(f"{dot.x},{dot.precision}" for dot in dots),
        coverage=" ".join(f"{dot.x},{dot.coverage}" for dot in dots),
        levels=[Line(_y(step / STEPS), f"{step / STEPS:.0%}") for step in range(STEPS + 1)],
        places=[Line(_x(each, lowest), f"{each:.2f}") for each in confidences],
        target=Line(_y(target), f"target: {100 * target:g}%") if target else None,
        threshold=Line(_x(answer_from, lowest), f"alone from {answer_from:.2f}")
        if answer_from is not None
        else None,
    )


def _place(point: Point, lowest: float) -> Dot:
    return Dot(
        point=point,
        x=_x(point.threshold, lowest),
        precision=_y(point.precision),
        lower=_y(point.lower),
        upper=_y(point.upper),
        coverage=_y(point.coverage),
    )


def _x(confidence: float, lowest: float) -> float:
    return round(LEFT + (confidence - lowest) / (1 - lowest) * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)
