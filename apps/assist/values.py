"""Finds the values of variables in a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.accounts.models import Agent
from apps.assist.mentions import Mention, list_mentions
from apps.assist.models import Prediction
from apps.conversations.models import Conversation
from apps.knowledge.variables import MENTIONED, PERSONAL_VARIABLES
from workers.contracts.conditions import MESSAGES_READ


@dataclass(frozen=True)
class VariableValue:
    """`value`: empty where there is none, or more than one.

    `places`: all values found, each with the id of its newest message; empty for a value that is
    not from a message.
    """

    value: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ambiguous(self) -> bool:
        return not self.value and bool(self.places)


def read_values(
    names: Iterable[str], conversation: Conversation, agent: Agent | None
) -> dict[str, VariableValue]:
    """The value of each variable. The caller has checked that the conversation may be seen."""
    wanted = list(names)
    of_people = _read_people(conversation, agent)
    mentioned = {name for name in wanted if name in MENTIONED}
    written = _read_mentioned(mentioned, conversation) if mentioned else {}
    return {
        name: written.get(name) or _on_record(of_people.get(name, ""))
        for name in dict.fromkeys(wanted)
    }


def describe_places(
    values: Mapping[str, str], found: Mapping[str, VariableValue]
) -> dict[str, dict[str, str]]:
    """For the audit log: each value, or only where it stands in case it is personal.

    Values that an agent typed may be anything, and are left out.
    """
    return {name: _describe(name, value, found[name]) for name, value in values.items() if value}


def _describe(name: str, value: str, found: VariableValue) -> dict[str, str]:
    if value not in found.places:
        return {"from": "typed"}
    if name not in PERSONAL_VARIABLES:
        return {"value": value}
    return (
        {"from": "message", "message": found.places[value]}
        if name in MENTIONED
        else {"from": "contact"}
    )


def _on_record(value: str) -> VariableValue:
    """A value of the contact or the agent, which is not from a message."""
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
    """The last value of each label; none where its message has several."""
    predictions = Prediction.objects.filter(message__conversation=conversation)
    newest = predictions.select_related("message__conversation__contact").order_by(
        "-message__sequence"
    )
    found: dict[str, VariableValue] = {}
    for prediction in newest[:MESSAGES_READ]:
        for label, values in _values_by_label(prediction, labels).items():
            places = dict.fromkeys(values, str(prediction.message_id))
            if label in found:
                found[label] = VariableValue(found[label].value, places | dict(found[label].places))
            else:
                found[label] = VariableValue(values[0] if len(values) == 1 else "", places)
    return found


def _values_by_label(prediction: Prediction, labels: set[str]) -> dict[str, list[str]]:
    by_label: dict[str, dict[str, None]] = {}
    for mention in list_mentions(prediction.message, prediction):
        if mention.label in labels:
            by_label.setdefault(mention.label, {})[_value_of(mention)] = None
    return {label: list(values) for label, values in by_label.items()}


def _value_of(mention: Mention) -> str:
    return mention.value or mention.text
