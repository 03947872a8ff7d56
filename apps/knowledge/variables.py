"""What a macro may leave open until it is sent: `{{ contact.first_name }}`."""

from __future__ import annotations

import re

VARIABLES = {
    "contact.first_name": "the first name of the contact",
    "contact.name": "the whole name of the contact",
    "agent.name": "the name of the agent who sends it",
    "order_number": "the order number that the contact wrote",
}
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")


def find_variables(text: str) -> list[str]:
    """The names of the variables in a text, each once, in the order in which they appear."""
    return list(dict.fromkeys(name.strip() for name in VARIABLE.findall(text)))


def find_unknown_variables(text: str) -> list[str]:
    """The variables that nobody fills in. A brace that is never closed is one of them."""
    unclosed = ["{{"] if "{{" in VARIABLE.sub("", text) else []
    return [name for name in find_variables(text) if name not in VARIABLES] + unclosed
