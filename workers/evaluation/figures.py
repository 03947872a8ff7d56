"""The figures of an evaluation, for people."""

from __future__ import annotations

from workers.evaluation.evaluate import Evaluation

CONFUSIONS_SHOWN = 10


def describe_evaluation(found: Evaluation) -> str:
    """The figures in lines of text, with the most frequent mistakes."""
    lines = [
        f"texts                   {found.n:>8,}",
        f"accuracy                {_percent(found.accuracy)}",
        f"macro F1                {_percent(found.macro_f1)}",
        f"in-scope accuracy       {_percent(found.in_scope_accuracy)}",
        f"out-of-scope recall     {_percent(found.out_of_scope_recall)}",
        f"out-of-scope precision  {_percent(found.out_of_scope_precision)}",
        f"calibration error       {found.ece:>8.3f}",
    ]
    if found.confusions:
        lines += ["", "Most often mistaken:"]
    for confusion in found.confusions[:CONFUSIONS_SHOWN]:
        lines.append(f"{confusion.count:>4}  {confusion.expected} → {confusion.predicted}")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "       –" if share is None else f"{share:>8.2%}"
