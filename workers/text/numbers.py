"""Order and invoice numbers as shops write them, in seven languages.

A company's own forms are patterns of its administrators (`workers.text.patterns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.contracts import Entity

_NUMBER_WORD = (
    r"(?:number|num|no|nr|id|ref|reference|code|nummer|numéro|numero|número|n°|nº|referencia"
    r"|referência|riferimento|kenmerk)"
)
_ORDER = (
    r"(?:orders?|purchase(?: order)?|bestellung|auftrag|commande|pedido|ordine|bestelling|order"
    r"|encomenda)"
)
_INVOICE = (
    r"(?:invoices?|bill|receipt|rechnung|facture|factura|fatura|fattura|factuur"
    r"|quittung|beleg|reçu)"
)
_GERMAN_ORDER = r"(?:bestell(?:ung)?s?|auftrags?|kunden)-?(?:nummer|nr)"
_GERMAN_INVOICE = r"(?:rechnungs?|beleg)-?(?:nummer|nr)|factuurnummer"
_GLUE = r"[.:#\s]{0,4}(?:(?:is|was|ist|war|est|es|è|é)[:\s]{1,2})?#?$"
_OF = r"(?:de |d'|di |della |do )(?:la )?"


def _before(pattern: str) -> re.Pattern[str]:
    """What leads to a number and ends right before it."""
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_NUMBER = re.compile(
    r"(?<![\w.,-])(?:[A-Za-z]{1,4}-?)?\d{2,12}(?P<rest>(?:[-/]\d{1,8}){0,2})(?![\w-]|[.,]\d)"
)
_LONGEST_BEFORE = 48
# A number of its own form is one wherever it stands.
_FORMS = (
    ("order_number", re.compile(r"(?<![\w-])(?!INV)[A-Z]{2,3}-\d{5,10}(?![\w-])", re.IGNORECASE)),
    ("order_number", re.compile(r"(?<![\w&#])#\s?\d{4,12}(?!\w)")),
    ("order_number", re.compile(r"(?<![\w-])\d{3}-\d{7}-\d{7}(?![\w-])")),
    (
        "invoice_number",
        re.compile(r"(?<![\w-])INV[-/ ]?\d{2,12}(?:[-/]\d{1,8}){0,2}(?![\w-])", re.IGNORECASE),
    ),
)
_ORDER_BEFORE = _before(rf"{_ORDER}\s{{0,2}}[:#]?\s{{0,2}}#?$")
_ORDER_NUMBER_BEFORE = _before(
    rf"(?:{_ORDER}[\s-]{{0,2}}{_NUMBER_WORD}|{_NUMBER_WORD} {_OF}{_ORDER}|{_GERMAN_ORDER}){_GLUE}"
)
_INVOICE_BEFORE = _before(rf"{_INVOICE}{_GLUE}")
_INVOICE_NUMBER_BEFORE = _before(
    rf"(?:{_INVOICE}[\s-]{{0,2}}{_NUMBER_WORD}|{_NUMBER_WORD} {_OF}{_INVOICE}|{_GERMAN_INVOICE})"
    rf"{_GLUE}"
)
_DIGITS = re.compile(r"\d\d")


def find_numbers(text: str) -> Iterator[Entity]:
    """`value`: the number in capitals, without its `#`."""
    if not _DIGITS.search(text):
        return
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
        if named := _label(match, before):
            number = match[0].upper()
            yield Entity(label=named, start=match.start(), end=match.end(), value=number)
    for label, pattern in _FORMS:
        for match in pattern.finditer(text):
            number = match[0].lstrip("# ").upper()
            yield Entity(label=label, start=match.start(), end=match.end(), value=number)


def _label(match: re.Match[str], before: str) -> str | None:
    """`order 12 boxes` names no order: without a word for number it takes more digits."""
    digits = sum(map(str.isdigit, match[0]))
    if _INVOICE_NUMBER_BEFORE.search(before) or (digits >= 4 and _INVOICE_BEFORE.search(before)):
        return "invoice_number"
    if match["rest"] or digits < 3:
        return None
    if _ORDER_NUMBER_BEFORE.search(before) or (digits >= 5 and _ORDER_BEFORE.search(before)):
        return "order_number"
    return None
