"""The inputs of an action: values from the conversation, or typed by the agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.accounts.models import Agent
from apps.assist.values import VariableValue, describe_places, read_values
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.knowledge.models import Action, Macro
from apps.knowledge.variables import find_variables, spoken

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Input:
    """A variable of an action. `choices`: all values that the contact wrote for it."""

    name: str
    value: str
    required: bool
    choices: Sequence[str]


@dataclass(frozen=True)
class Inputs:
    """All inputs of an action. `wanted`: whether each is required, by its name."""

    wanted: Mapping[str, bool]
    found: Mapping[str, VariableValue]
    values: Mapping[str, str]

    @property
    def places(self) -> dict[str, dict[str, str]]:
        """For the audit log: each value, or where it stands in case it is personal."""
        return describe_places(self.values, self.found)

    @property
    def logged(self) -> dict[str, str]:
        """The values that the audit log may show, and `[order number]` and the like for others."""
        return {
            name: place.get("value", f"[{spoken(name)}]") for name, place in self.places.items()
        }

    def list(self) -> list[Input]:
        """As a form lists them."""
        return [
            Input(name, self.values[name], required, list(self.found[name].places))
            for name, required in self.wanted.items()
        ]

    def check(self) -> None:
        """Raises ActionRefused for a required input without a value."""
        for name, required in self.wanted.items():
            if required and not self.values[name]:
                raise ActionRefused(_ask_for(name, self.found[name]))


def read_inputs(
    action: Action, conversation: Conversation, agent: Agent, typed: Mapping[str, str]
) -> Inputs:
    """The inputs of an action. `typed`: values that the agent typed, which have precedence."""
    wanted = _list_wanted(action)
    found = read_values(wanted, conversation, agent) if wanted else {}
    values = {name: typed.get(name, found[name].value).strip()[:LONGEST_VALUE] for name in wanted}
    return Inputs(wanted, found, values)


def _list_wanted(action: Action) -> dict[str, bool]:
    """Whether each variable is required: those that the action declares, and those in the text of
    its macro or tag; required ones first."""
    text = action.parameters.get("tag", "")
    if action.effect == Action.Effect.SEND_MACRO:
        macro = Macro.objects.filter(slug=action.parameters.get("macro", "")).first()
        text = macro.text if macro else ""
    wanted = dict(action.inputs) | dict.fromkeys(find_variables(text), True)
    return dict(sorted(wanted.items(), key=lambda item: (not item[1], item[0])))


def _ask_for(name: str, found: VariableValue) -> str:
    readable = spoken(name)
    if found.is_ambiguous:
        return f"Choose the {readable} first: {' or '.join(found.places)}."
    return f"Nothing is known here for {name}; fill in the {readable} first."
