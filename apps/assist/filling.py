"""Filling in what a macro leaves open: `{{ contact.first_name }}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from apps.accounts.models import Agent
from apps.assist.queries import find_order_number
from apps.conversations.models import Conversation
from apps.knowledge.variables import VARIABLE


def fill_variables(
    text: str, conversation: Conversation, agent: Agent | None = None
) -> tuple[str, list[str]]:
    """The text as `agent` would send it, and the names of the variables that nothing is known for.

    Those stay as they are.
    """
    if VARIABLE.search(text) is None:
        return text, []
    name = conversation.contact.name.strip()
    values = {
        "contact.first_name": name.partition(" ")[0],
        "contact.name": name,
        "agent.name": agent.display_name if agent else "",
        "order_number": find_order_number(conversation.id) or "",
    }
    return fill(text, values)


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Put each value in its place. What a value contains is never filled in again."""
    missing: dict[str, None] = {}

    def replace(found: re.Match[str]) -> str:
        name = found[1].strip()
        if value := values.get(name):
            return value
        missing[name] = None
        return found[0]

    return VARIABLE.sub(replace, text), list(missing)
