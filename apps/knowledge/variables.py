"""The variables of macros, tags and calls of webhooks, such as `{{ contact.first_name }}`."""

from __future__ import annotations

import re

from workers.contracts.labels import PERSONAL_LABELS

OF_CONTACT = {
    "contact.first_name": "the first name of the contact",
    "contact.name": "the whole name of the contact",
    "contact.email": "the contact's address on record",
    "contact.external_id": "what your own system calls the contact",
}
MENTIONED = {
    "order_number": "the order number that the contact wrote",
    "invoice_number": "the invoice number that the contact wrote",
    "tracking_number": "the tracking number that the contact wrote",
    "money": "the amount that the contact wrote",
    "product": "the product that the contact wrote of",
    "email": "the e-mail address that the contact wrote",
    "phone": "the telephone number that the contact wrote",
    "iban": "the account number that the contact wrote",
}
VARIABLES = OF_CONTACT | {"agent.name": "the name of the agent who sends it"} | MENTIONED
PERSONAL_VARIABLES = frozenset(OF_CONTACT) | (PERSONAL_LABELS & frozenset(MENTIONED))
# What a preview fills in.
SAMPLES = {
    "contact.first_name": "Robin",
    "contact.name": "Robin Example",
    "contact.email": "robin@example.com",
    "contact.external_id": "C-2210",
    "agent.name": "Kim Sample",
    "order_number": "FL-10432",
    "invoice_number": "INV-20417",
    "tracking_number": "1Z999AA10123456784",
    "money": "EUR 24.90",
    "product": "the coffee machine",
    "email": "robin@example.com",
    "phone": "+44 20 7946 0018",
    "iban": "DE89370400440532013000",
}
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
_UNFILLED = re.compile(rf"{VARIABLE.pattern}|\{{\{{")


def spoken(name: str) -> str:
    """The name in words: `order_number` is `order number`, `contact.name` is `contact’s name`."""
    return name.replace("_", " ").replace(".", "’s ")


def find_variables(text: str) -> list[str]:
    """The names of the variables in a text, each once, in the order in which they appear."""
    return list(dict.fromkeys(name.strip() for name in VARIABLE.findall(text)))


def find_unknown_variables(text: str) -> list[str]:
    """Variables in a text that do not exist, and opening braces that are never closed."""
    unclosed = ["{{"] if "{{" in VARIABLE.sub("", text) else []
    return [name for name in find_variables(text) if name not in VARIABLES] + unclosed


def find_unfilled(text: str) -> list[str]:
    """All variables in a text as written, each once, and opening braces that are never closed."""
    return list(dict.fromkeys(found[0] for found in _UNFILLED.finditer(text)))


def fill_in_samples(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the name of the variable that it is a sample of, if any.

    Unknown variables stay as written.
    """
    pieces, end = [], 0
    for found in VARIABLE.finditer(text):
        name = found[1].strip()
        pieces += [(text[end : found.start()], ""), (SAMPLES.get(name, found[0]), name)]
        end = found.end()
    return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
