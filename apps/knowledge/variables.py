"""What a macro may leave open until it is sent: `{{ contact.first_name }}`."""

from __future__ import annotations

import re

VARIABLES = {
    "contact.first_name": "the first name of the contact",
    "order_number": "the order number that the contact wrote",
}
VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def find_variables(text: str) -> list[str]:
    """The names of the variables in a text, each once, in the order in which they appear."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def find_unknown_variables(text: str) -> list[str]:
    """The variables that nobody fills in. A brace that is never closed is one of them."""
    unclosed = ["{{"] if "{{" in VARIABLE.sub("", text) else []
    return [name for name in find_variables(text) if name not in VARIABLES] + unclosed
