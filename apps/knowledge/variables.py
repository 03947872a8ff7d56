"""What a reply leaves open until it is sent: `{{ contact.first_name }}` in a macro, and `<NAME>`
in an answer that another contact got."""

from __future__ import annotations

import re

VARIABLES = {
    "contact.first_name": "the first name of the contact",
    "contact.name": "the whole name of the contact",
    "agent.name": "the name of the agent who sends it",
    "order_number": "the order number that the contact wrote",
}
# What a preview fills in.
SAMPLES = {
    "contact.first_name": "Robin",
    "contact.name": "Robin Example",
    "agent.name": "Kim Sample",
    "order_number": "FL-10432",
}
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]+>")


def find_variables(text: str) -> list[str]:
    """The names of the variables in a text, each once, in the order in which they appear."""
    return list(dict.fromkeys(name.strip() for name in VARIABLE.findall(text)))


def find_unknown_variables(text: str) -> list[str]:
    """The variables that nobody fills in. A brace that is never closed is one of them."""
    unclosed = ["{{"] if "{{" in VARIABLE.sub("", text) else []
    return [name for name in find_variables(text) if name not in VARIABLES] + unclosed


def find_placeholders(text: str) -> list[str]:
    """What was hidden when a past answer was kept, each once: `<NAME>`, `<EMAIL>`, …."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill_in_samples(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the name of the variable that it stands for, if it does.

    A variable that nobody fills in stays as it was written.
    """
    pieces, end = [], 0
    for found in VARIABLE.finditer(text):
        name = found[1].strip()
        pieces += [(text[end : found.start()], ""), (SAMPLES.get(name, found[0]), name)]
        end = found.end()
    return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
