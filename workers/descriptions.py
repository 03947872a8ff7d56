"""What is known of a text, for people and for programs."""

from __future__ import annotations

from typing import Any

from workers.contracts.payloads import MessageAnalyzed
from workers.understanding import say_understood


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
