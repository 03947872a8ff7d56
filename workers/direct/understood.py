"""An analysed text, formatted for people and for programs."""

from __future__ import annotations

from typing import Any

from workers.contracts.payloads import MessageAnalyzed

# Ids of work, and fields that only later stages need.
_NOT_SAID: dict[str, Any] = {
    **dict.fromkeys(("work_id", "message_id", "conversation_id"), True),
    **dict.fromkeys(("earlier_text", "alignment", "embedding"), True),
    "needs": {"__all__": {"embedding"}},
}


def understood_as_json(read: MessageAnalyzed) -> dict[str, Any]:
    """The analysis as a JSON object; `clean_text` is what the models saw."""
    fields = read.model_dump(mode="json", exclude=_NOT_SAID)
    fields["clean_text"] = fields.pop("text")
    return fields


def quote_understood(text: str, read: MessageAnalyzed) -> dict[str, Any]:
    """`understood_as_json` with the text, and with the words of each entity in it."""
    understood = {"text": text, **understood_as_json(read)}
    for entity in understood["entities"]:
        entity["text"] = text[entity["start"] : entity["end"]]
    return understood


def describe_understood(understood: dict[str, Any]) -> str:
    """The same, as lines for people to read."""
    intents = ", ".join(f"{i['label']} {i['confidence']:.0%}" for i in understood["intents"][:3])
    entities = "; ".join(
        f"{e['label']} “{e['text']}”" + (f" = {e['value']}" if e["value"] else "")
        for e in understood["entities"]
    )
    language = understood["language"]
    score = round(understood["sentiment"]["score"], 2) + 0.0  # never -0.00
    return (
        f"{understood['text']}\n"
        f"  language   {language['label']} {language['confidence']:.0%}\n"
        f"  intent     {intents}\n"
        f"  sentiment  {understood['sentiment']['label']} {score:+.2f}\n"
        f"  entities   {entities or '–'}\n"
        f"  models saw {understood['clean_text']}"
    )
