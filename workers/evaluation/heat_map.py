"""The confusion matrix as a picture: a row for each true intent, a column for each predicted."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from xml.etree.ElementTree import Element

from workers.evaluation.evaluate import Confusion, Evaluation
from workers.evaluation.markup import tag

# Pixels.
SMALLEST_CELL, LARGEST_CELL, WANTED_SIDE = 12, 32, 480
LETTER, GAP = 6, 6
LONGEST_NAME = 34
# So that a single mistake among many can still be seen.
FAINTEST = 0.18


def draw_heat_map(found: Evaluation) -> Element:
    """A square for every pair that occurred, darker for a larger share of its row."""
    rows = sorted(found.per_intent)
    columns = sorted({*rows, *(pair.predicted for pair in found.pairs)})
    cell = max(SMALLEST_CELL, min(LARGEST_CELL, WANTED_SIDE // len(columns)))
    margin = LETTER * min(LONGEST_NAME, max(map(len, columns))) + GAP
    width, height = len(columns) * cell, len(rows) * cell
    return tag(
        "svg",
        tag(
            "g",
            _draw_grid(len(rows), len(columns), cell),
            _name_rows(rows, cell),
            _name_columns(columns, cell),
            *_draw_cells(found, rows, columns, cell),
            transform=f"translate({margin},{margin})",
        ),
        width=margin + width + GAP,
        height=margin + height + GAP,
        role="img",
        aria_label="Confusion matrix: rows are intents, columns what they were taken for",
    )


def _draw_cells(
    found: Evaluation, rows: Sequence[str], columns: Sequence[str], cell: int
) -> list[Element]:
    down = {name: place * cell for place, name in enumerate(rows)}
    across = {name: place * cell for place, name in enumerate(columns)}
    return [
        tag(
            "rect",
            tag("title", _describe(pair, found.per_intent[pair.expected].n)),
            class_="right" if pair.expected == pair.predicted else "wrong",
            x=across[pair.predicted] + 1,
            y=down[pair.expected] + 1,
            width=cell - 1,
            height=cell - 1,
            fill_opacity=_opacity(pair.count / found.per_intent[pair.expected].n),
        )
        for pair in found.pairs
    ]


def _opacity(share: float) -> float:
    """The square root of the share: mistakes are few, and differences among them matter."""
    return FAINTEST + (1 - FAINTEST) * sqrt(share)


def _describe(pair: Confusion, texts: int) -> str:
    if pair.expected == pair.predicted:
        return f"{pair.expected}: {pair.count} of {texts} right"
    return f"{pair.expected} → {pair.predicted}: {pair.count} of {texts}"


def _draw_grid(rows: int, columns: int, cell: int) -> Element:
    across = "".join(f"M0 {place * cell}.5h{columns * cell}" for place in range(rows + 1))
    down = "".join(f"M{place * cell}.5 0v{rows * cell}" for place in range(columns + 1))
    return tag("path", class_="grid", d=across + down)


def _name_rows(names: Sequence[str], cell: int) -> Element:
    written = [
        _name(name, x=-GAP, y=place * cell + cell // 2, text_anchor="end")
        for place, name in enumerate(names)
    ]
    return tag("g", *written, class_="names")


def _name_columns(names: Sequence[str], cell: int) -> Element:
    written = [
        _name(name, transform=f"translate({place * cell + cell // 2},{-GAP}) rotate(-90)")
        for place, name in enumerate(names)
    ]
    return tag("g", *written, class_="names")


def _name(name: str, **placed: object) -> Element:
    shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    return tag("text", tag("title", name), shown, dominant_baseline="central", **placed)
