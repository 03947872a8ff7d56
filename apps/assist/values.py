"""What a conversation says that a variable can be filled in with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.accounts.models import Agent
from apps.assist.mentions import Mention, list_mentions
from apps.assist.models import Prediction
from apps.conversations.models import Conversation
from apps.knowledge.variables import MENTIONED, PERSONAL_VARIABLES

READ_BACK = 20


@dataclass(frozen=True)
class VariableValue:
    """`value`: empty where nothing is known, or where several could be meant.

    `places`: all that was written, each with the id of its newest message; what stands elsewhere
    has an empty id.
    """

    value: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ambiguous(self) -> bool:
        return not self.value and bool(self.places)


def read_known(
    names: Iterable[str], conversation: Conversation, agent: Agent | None
) -> dict[str, VariableValue]:
    """What is known for each variable. The caller has checked that the conversation may be seen."""
    wanted = list(names)
    values = _read_people(conversation, agent)
    mentioned = {name for name in wanted if name in MENTIONED}
    known = _read_mentioned(mentioned, conversation) if mentioned else {}
    return {
        name: known.get(name) or _standing(values.get(name, "")) for name in dict.fromkeys(wanted)
    }


def describe_places(
    values: Mapping[str, str], known: Mapping[str, VariableValue]
) -> dict[str, dict[str, str]]:
    """For the audit log: each value, or, where it is personal, only where it stands.

    What an agent typed may be anything, and is not repeated.
    """
    return {name: _describe(name, value, known[name]) for name, value in values.items() if value}


def _describe(name: str, value: str, known: VariableValue) -> dict[str, str]:
    if value not in known.places:
        return {"from": "typed"}
    if name not in PERSONAL_VARIABLES:
        return {"value": value}
    return (
        {"from": "message", "message": known.places[value]}
        if name in MENTIONED
        else {"from": "contact"}
    )


def _standing(value: str) -> VariableValue:
    return VariableValue(value, {value: ""}) if value else VariableValue()


def _read_people(conversation: Conversation, agent: Agent | None) -> dict[str, str]:
    contact = conversation.contact
    name = contact.name.strip()
    return {
        "contact.first_name": name.partition(" ")[0],
        "contact.name": name,
        "contact.email": contact.email,
        "contact.external_id": contact.external_id or "",
        "agent.name": agent.display_name if agent else "",
    }


def _read_mentioned(labels: set[str], conversation: Conversation) -> dict[str, VariableValue]:
    """Of each label what the contact wrote last; nothing when they wrote several at once."""
    predictions = Prediction.objects.filter(message__conversation=conversation)
    newest = predictions.select_related("message__conversation__contact").order_by(
        "-message__sequence"
    )
    known: dict[str, VariableValue] = {}
    for prediction in newest[:READ_BACK]:
        for label, values in _values_by_label(prediction, labels).items():
            places = dict.fromkeys(values, str(prediction.message_id))
            if label in known:
                known[label] = VariableValue(known[label].value, places | dict(known[label].places))
            else:
                known[label] = VariableValue(values[0] if len(values) == 1 else "", places)
    return known


def _values_by_label(prediction: Prediction, labels: set[str]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for mention in list_mentions(prediction.message, prediction):
        if mention.label in labels:
            found.setdefault(mention.label, {})[_value_of(mention)] = None
    return {label: list(values) for label, values in found.items()}


def _value_of(mention: Mention) -> str:
    return mention.value or mention.text
