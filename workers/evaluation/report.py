"""The HTML report of an evaluation: figures, pictures, and the tables behind them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

from workers.errors import SetupError
from workers.evaluation.curves import draw_coverage, draw_reliability
from workers.evaluation.evaluate import CurvePoint, Evaluation
from workers.evaluation.heat_map import draw_heat_map
from workers.evaluation.markup import page, table, tag
from workers.fitting.head_training import SURE

STYLE = Path(__file__).with_name("report.css")
PAGE = "index.html"


class NoPlaceError(SetupError):
    """A report cannot be written to this folder."""


def check_folder(folder: Path) -> None:
    """Make the folder before the evaluation takes its time. Raises NoPlaceError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoPlaceError(
            f"{folder} is no folder for a report ({error.strerror}): name another."
        ) from None


def write_report(found: Evaluation, folder: Path, title: str) -> Path:
    """One page that needs no other file, `index.html` in `folder`; returns where it is."""
    check_folder(folder)
    path = folder / PAGE
    path.write_text(_make_page(found, title), "utf-8")
    return path


def _make_page(found: Evaluation, title: str) -> str:
    count = f"{found.n:,} texts, {len(found.per_intent)} intents"
    return page(
        title,
        STYLE.read_text("utf-8"),
        tag("header", tag("h1", title), tag("p", count, class_="quiet")),
        tag("section", _list_figures(found)),
        tag("div", _show_coverage(found), _show_reliability(found), class_="beside"),
        _show_matrix(found),
        tag("div", _list_confusions(found), _list_intents(found), class_="beside"),
    )


def _list_figures(found: Evaluation) -> Element:
    figures = {
        "Accuracy": _percent(found.accuracy),
        "Macro F1": _percent(found.macro_f1),
        "In-scope accuracy": _percent(found.in_scope_accuracy),
        "Out-of-scope recall": _percent(found.out_of_scope_recall),
        "Out-of-scope precision": _percent(found.out_of_scope_precision),
        "Calibration error": f"{found.ece:.3f}",
    }
    return tag(
        "dl",
        *(tag("div", tag("dt", name), tag("dd", value)) for name, value in figures.items()),
        class_="figures",
    )


def _show_coverage(found: Evaluation) -> Element:
    marked = _last_sure(found.coverage_curve)
    sure = (
        f"Where it is at least {marked.threshold:.0%} sure, {marked.precision:.1%} are right; "
        f"that is {marked.coverage:.0%} of the texts."
        if marked
        else f"It is nowhere so sure that {SURE:.0%} are right."
    )
    rows = [
        (_percent(point.threshold), _percent(point.coverage), _percent(point.precision))
        for point in found.coverage_curve
    ]
    return _section(
        "How many can be answered, and how many of these rightly?",
        tag("p", sure, class_="quiet"),
        draw_coverage(found.coverage_curve, marked),
        _details("numbers", table(("at least so sure", "covered", "right"), rows)),
    )


def _last_sure(curve: Iterable[CurvePoint]) -> CurvePoint | None:
    """The point of highest coverage whose precision still counts as sure."""
    return max(
        (point for point in curve if point.precision >= SURE),
        key=lambda point: point.coverage,
        default=None,
    )


def _show_reliability(found: Evaluation) -> Element:
    rows = [
        (_percent(each.confidence), _percent(each.accuracy), f"{each.count:,}")
        for each in found.reliability
    ]
    caption = "Above the broken line it is more often right than it claims, below less often."
    return _section(
        "Is it as often right as it is sure?",
        tag("p", caption, class_="quiet"),
        draw_reliability(found.reliability),
        _details("numbers", table(("sure", "right", "texts"), rows)),
    )


def _show_matrix(found: Evaluation) -> Element:
    caption = "A row is an intent, a column what its texts were taken for; point at a square."
    return _section(
        "What is taken for what?",
        tag("p", caption, class_="quiet"),
        tag("div", draw_heat_map(found), class_="wide", tabindex=0),
    )


def _list_confusions(found: Evaluation) -> Element:
    question = "What is mistaken most often?"
    if not found.confusions:
        return _section(question, tag("p", "Nothing was mistaken.", class_="quiet"))
    rows = [
        (pair.expected, pair.predicted, f"{pair.count} of {found.per_intent[pair.expected].n}")
        for pair in found.confusions
    ]
    return _section(
        question, tag("div", table(("intent", "taken for", "texts"), rows), class_="pairs")
    )


def _list_intents(found: Evaluation) -> Element:
    worst_first = sorted(found.per_intent.items(), key=lambda item: (item[1].f1, item[0]))
    rows = [
        (name, f"{score.n:,}", *map(_percent, (score.precision, score.recall, score.f1)))
        for name, score in worst_first
    ]
    listed = table(("intent", "texts", "precision", "recall", "F1"), rows)
    return _section("Which intents are read worst?", tag("div", listed, class_="numbers"))


def _section(question: str, *content: Element) -> Element:
    return tag("section", tag("h2", question), *content)


def _details(kind: str, content: Element) -> Element:
    return tag("details", tag("summary", "The numbers"), content, class_=kind)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
