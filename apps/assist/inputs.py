"""What an action is filled in with: known from the conversation, or put in by the agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.accounts.models import Agent
from apps.assist.values import VariableValue, describe_places, read_known
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.knowledge.models import Action, Macro
from apps.knowledge.variables import find_variables, spoken

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Input:
    """A variable of an action. `choices`: what the contact wrote that could be meant."""

    name: str
    value: str
    required: bool
    choices: Sequence[str]


@dataclass(frozen=True)
class Inputs:
    """All of an action's. `wanted`: each with whether it must be filled in."""

    wanted: Mapping[str, bool]
    known: Mapping[str, VariableValue]
    values: Mapping[str, str]

    @property
    def places(self) -> dict[str, dict[str, str]]:
        """For the audit log: where each value stands, or the value where it may be repeated."""
        return describe_places(self.values, self.known)

    @property
    def logged(self) -> dict[str, str]:
        """The values that the audit log may repeat; `[order number]` in the place of others."""
        return {
            name: place.get("value", f"[{spoken(name)}]") for name, place in self.places.items()
        }

    def list(self) -> list[Input]:
        """As a form asks for them."""
        return [
            Input(name, self.values[name], required, list(self.known[name].places))
            for name, required in self.wanted.items()
        ]

    def check(self) -> None:
        """Raises ActionRefused for what must be filled in and is not."""
        for name, required in self.wanted.items():
            if required and not self.values[name]:
                raise ActionRefused(_ask_for(name, self.known[name]))


def read_inputs(
    action: Action, conversation: Conversation, agent: Agent, given: Mapping[str, str]
) -> Inputs:
    """`given`: what the agent put in, which comes before what is known."""
    wanted = _list_wanted(action)
    known = read_known(wanted, conversation, agent) if wanted else {}
    values = {name: given.get(name, known[name].value).strip()[:LONGEST_VALUE] for name in wanted}
    return Inputs(wanted, known, values)


def _list_wanted(action: Action) -> dict[str, bool]:
    """What the action declares, and what the text of its macro or tag leaves open; what must be
    filled in comes first."""
    text = action.parameters.get("tag", "")
    if action.effect == Action.Effect.SEND_MACRO:
        macro = Macro.objects.filter(slug=action.parameters.get("macro", "")).first()
        text = macro.text if macro else ""
    wanted = dict(action.inputs) | dict.fromkeys(find_variables(text), True)
    return dict(sorted(wanted.items(), key=lambda item: (not item[1], item[0])))


def _ask_for(name: str, known: VariableValue) -> str:
    said = spoken(name)
    if known.is_ambiguous:
        return f"Choose the {said} first: {' or '.join(known.places)}."
    return f"Nothing is known here for {name}; fill in the {said} first."
