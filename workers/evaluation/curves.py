"""The reliability diagram and the precision-coverage curve, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from xml.etree.ElementTree import Element

from workers.evaluation.evaluate import Bin, CurvePoint
from workers.evaluation.markup import tag

# Pixels.
WIDTH, HEIGHT = 420, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 12, 44
SMALLEST_DOT, LARGEST_DOT = 2.5, 9.0
STEPS = 5


@dataclass(frozen=True)
class Plane:
    """The plane of a picture: x runs from 0 to 1, y from `lowest` to 1."""

    across: str
    upward: str
    lowest: float = 0.0

    def x(self, share: float) -> float:
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, share: float) -> float:
        return TOP + (1 - share) / (1 - self.lowest) * (HEIGHT - TOP - BOTTOM)

    def draw(self, name: str, *content: Element) -> Element:
        """The picture, with axes behind its content."""
        return tag(
            "svg",
            *self._draw_axes(),
            *content,
            class_="curve",
            viewBox=f"0 0 {WIDTH} {HEIGHT}",
            role="img",
            aria_label=name,
        )

    def _draw_axes(self) -> Iterator[Element]:
        for step in range(STEPS + 1):
            share, height = step / STEPS, self.lowest + step / STEPS * (1 - self.lowest)
            level = self.y(height)
            yield tag("path", class_="grid", d=f"M{LEFT} {level:.1f}H{WIDTH - RIGHT}")
            yield tag("text", f"{height:.0%}", x=LEFT - 6, y=level + 4, text_anchor="end")
            below = HEIGHT - BOTTOM + 16
            yield tag("text", f"{share:.0%}", x=self.x(share), y=below, text_anchor="middle")
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield tag("text", self.across, x=middle, y=HEIGHT - 8, text_anchor="middle")
        turned = f"translate(12,{(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"
        yield tag("text", self.upward, transform=turned, text_anchor="middle")


def draw_reliability(bins: Sequence[Bin]) -> Element:
    """A dot for each bin, larger for more texts; its bar is the gap to perfect calibration."""
    plane = Plane("confidence", "right")
    most = max(each.count for each in bins)
    ideal = f"M{plane.x(0):.1f} {plane.y(0):.1f}L{plane.x(1):.1f} {plane.y(1):.1f}"
    gaps = [tag("path", class_="gap", d=_gap(plane, each)) for each in bins]
    dots = [_dot(plane, each, most) for each in bins]
    diagonal = tag("path", class_="ideal", d=ideal)
    return plane.draw("Reliability diagram", diagonal, *gaps, *dots)


def _gap(plane: Plane, each: Bin) -> str:
    return (
        f"M{plane.x(each.confidence):.1f} {plane.y(each.confidence):.1f}"
        f"V{plane.y(each.accuracy):.1f}"
    )


def _dot(plane: Plane, each: Bin, most: int) -> Element:
    size = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * sqrt(each.count / most)
    caption = f"{each.count:,} texts: {each.confidence:.1%} sure, {each.accuracy:.1%} right"
    x, y = plane.x(each.confidence), plane.y(each.accuracy)
    return tag("circle", tag("title", caption), class_="dot", cx=x, cy=y, r=size)


def draw_coverage(points: Sequence[CurvePoint], marked: CurvePoint | None) -> Element:
    """Precision (y) over the share of texts that are confident enough (x), with a marked point."""
    lowest = floor(min(point.precision for point in points) * 10) / 10
    plane = Plane("texts covered", "precision", min(lowest, 0.9))
    line = " ".join(f"{plane.x(p.coverage):.1f},{plane.y(p.precision):.1f}" for p in points)
    drawn = [tag("polyline", class_="drawn", points=line)]
    if marked:
        drawn += _mark(plane, marked)
    return plane.draw("Precision by coverage", *drawn)


def _mark(plane: Plane, point: CurvePoint) -> list[Element]:
    x, y = plane.x(point.coverage), plane.y(point.precision)
    caption = f"{point.coverage:.0%} covered, {point.precision:.0%} right"
    return [
        tag("circle", tag("title", caption), class_="dot", cx=x, cy=y, r=5),
        tag("text", caption, class_="said", x=x - 8, y=y + 20, text_anchor="end"),
    ]
