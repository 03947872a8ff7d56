"""What commands tell people, and what they tell programs."""

from __future__ import annotations

from typing import Any

from workers.contracts.payloads import MessageAnalyzed
from workers.feedback.evaluation import Evaluation
from workers.understanding import say_understood

CONFUSIONS_SHOWN = 10


def quote_understood(text: str, read: MessageAnalyzed) -> dict[str, Any]:
    """Everything that is known of a text; entities say what they are in it."""
    said = {"text": text, **say_understood(read)}
    for entity in said["entities"]:
        entity["text"] = text[entity["start"] : entity["end"]]
    return said


def describe_understood(said: dict[str, Any]) -> str:
    """The same for people."""
    intents = ", ".join(f"{i['label']} {i['confidence']:.0%}" for i in said["intents"][:3])
    entities = "; ".join(
        f"{e['label']} “{e['text']}”" + (f" = {e['value']}" if e["value"] else "")
        for e in said["entities"]
    )
    score = round(said["sentiment"]["score"], 2) + 0.0  # never -0.00
    return (
        f"{said['text']}\n"
        f"  language   {said['language']['label']} {said['language']['confidence']:.0%}\n"
        f"  intent     {intents}\n"
        f"  sentiment  {said['sentiment']['label']} {score:+.2f}\n"
        f"  entities   {entities or '–'}\n"
        f"  models saw {said['clean_text']}"
    )


def describe_evaluation(found: Evaluation) -> str:
    """The figures, and what is mistaken most."""
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
