"""Fills in the variables of a text, such as `{{ contact.first_name }}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from apps.accounts.models import Agent
from apps.assist.values import read_values
from apps.conversations.models import Conversation
from apps.knowledge.variables import VARIABLE, find_variables


def fill_variables(
    text: str, conversation: Conversation, agent: Agent | None = None
) -> tuple[str, list[str]]:
    """The text as `agent` would send it, and the names of the variables that nothing is known for.

    Those stay as they are.
    """
    if VARIABLE.search(text) is None:
        return text, []
    values = read_values(find_variables(text), conversation, agent)
    return fill(text, {name: each.value for name, each in values.items()})


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Replace variables by their values. Variables inside a value are not replaced."""
    missing: dict[str, None] = {}

    def replace(found: re.Match[str]) -> str:
        name = found[1].strip()
        if value := values.get(name):
            return value
        missing[name] = None
        return found[0]

    return VARIABLE.sub(replace, text), list(missing)
