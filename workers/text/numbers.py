"""Finds order and invoice numbers in common forms, in the languages of most customers.

Other forms are taught by administrators as patterns (`workers.text.patterns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from workers.contracts.payloads import Entity
from workers.text.letters import EAST_ASIAN

_NUMBER_WORD = (
    r"(?:number|num|no|nr|id|ref|reference|code|nummer|numéro|numero|número|n°|nº|referencia"
    r"|referência|riferimento|kenmerk|numer|номер|№|numarası|numărul|číslo|số|αριθμός|رقم|מספר)"
)
_ORDER = (
    r"(?:orders?|purchase(?: order)?|bestellung|auftrag|commande|pedido|ordine|bestelling|order"
    r"|encomenda|zamówieni[ea]|beställning|bestilling|ordre|tilaus|objednávk[auy]|rendelés|comanda"
    r"|sipariş|заказа?|замовлення|παραγγελίας?|pesanan|đơn hàng|الطلب|طلب|הזמנה|ऑर्डर)"
)
_INVOICE = (
    r"(?:invoices?|bill|receipt|rechnung|facture|factura|fatura|fattura|factuur"
    r"|quittung|beleg|reçu|faktur[ay]|lasku|fatur[aă]|számla|сч[её]т)"
)
_GERMAN_ORDER = r"(?:bestell(?:ung)?s?|auftrags?|kunden)-?(?:nummer|nr)"
_GERMAN_INVOICE = r"(?:rechnungs?|beleg)-?(?:nummer|nr)|factuurnummer|fakturanummer"
_EAST_ASIAN_ORDER = r"(?:注文(?:番号)?|订单(?:号码?)?|訂單(?:編?號)?|주문 ?번호)(?:は|是|는)?"
_GLUE = r"[.:#\s]{0,4}(?:(?:is|was|ist|war|est|es|è|é)[:\s]{1,2})?#?$"
_OF = r"(?:de |d'|di |della |do )(?:la )?"


def _before(pattern: str) -> re.Pattern[str]:
    """A pattern of words that end right before a number."""
    return re.compile(rf"(?:\b|(?<=[{EAST_ASIAN}]))(?:{pattern})", re.IGNORECASE)


_NUMBER = re.compile(
    rf"(?:(?<![\w.,-])|(?<=[{EAST_ASIAN}]))(?:[A-Za-z]{{1,4}}-?)?\d{{2,12}}"
    # 2024/10432 is one number, 10432/10433 are two.
    rf"(?P<rest>(?:-\d{{1,8}}|/\d{{1,4}}(?!\d)|(?<!\d{{5}})/\d{{1,8}}){{0,2}})"
    rf"(?!(?![{EAST_ASIAN}])[\w-]|[.,]\d)"
)
# Joins a second number to a first one.
_JOINT = re.compile(r"(?:,? (?:and|und|et|y|e|en|i|och|og|or|oder|&|\+) #?|, #| ?/ ?#?)$")
_LONGEST_JOINT = 7
# After one of these plurals a comma joins numbers too.
_SEVERAL = re.compile(
    r"\b(?:orders|bestellungen|aufträge|commandes|pedidos|ordini|bestellingen|encomendas|invoices"
    r"|rechnungen|factures|facturas|fatture|facturen)\b",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 48
_NO_TICKET = r"(?<!ticket )(?<!case )(?<!issue )"
# Numbers with a distinctive form, which count anywhere.
_FORMS = (
    ("order_number", re.compile(r"(?<![\w-])(?!INV)[A-Z]{2,3}-\d{5,10}(?![\w-])", re.IGNORECASE)),
    (
        "order_number",
        re.compile(rf"(?<![\w&#]){_NO_TICKET}#\s?\d{{4,12}}(?!\w)", re.IGNORECASE),
    ),
    ("order_number", re.compile(r"(?<![\w-])\d{3}-\d{7}-\d{7}(?![\w-])")),
    (
        "invoice_number",
        re.compile(r"(?<![\w-])INV[-/ ]?\d{2,12}(?:[-/]\d{1,8}){0,2}(?![\w-])", re.IGNORECASE),
    ),
)
_ORDER_BEFORE = _before(rf"{_ORDER}\s{{0,2}}[:#]{{0,2}}\s{{0,2}}#?$")
_ORDER_NUMBER_BEFORE = _before(
    rf"(?:{_ORDER}[\s-]{{0,2}}{_NUMBER_WORD}|{_NUMBER_WORD} (?:{_OF})?{_ORDER}|{_GERMAN_ORDER}"
    rf"|{_EAST_ASIAN_ORDER}){_GLUE}"
)
_INVOICE_BEFORE = _before(rf"{_INVOICE}{_GLUE}")
_INVOICE_NUMBER_BEFORE = _before(
    rf"(?:{_INVOICE}[\s-]{{0,2}}{_NUMBER_WORD}|{_NUMBER_WORD} (?:{_OF})?{_INVOICE}"
    rf"|{_GERMAN_INVOICE}){_GLUE}"
)
# What all of these have in common, and is quickly told: a letter or `n°`, and signs behind it.
_WORD_END = re.compile(r"[^\W\d_][°№]?[.:#\s]{0,8}$|№[.:#\s]{0,8}$")
_DIGITS = re.compile(r"\d\d")


def find_numbers(text: str) -> Iterator[Entity]:
    """Entities, whose `value` is the number in capitals, without `#`."""
    if not _DIGITS.search(text):
        return
    formed = [*_find_formed(text)]
    yield from _find_named(text, formed)
    yield from formed


def _find_formed(text: str) -> Iterator[Entity]:
    for label, pattern in _FORMS:
        for match in pattern.finditer(text):
            number = match[0].lstrip("# ").upper()
            yield Entity(label=label, start=match.start(), end=match.end(), value=number)


def _find_named(text: str, formed: Iterable[Entity]) -> Iterator[Entity]:
    """Numbers after a word for them, or joined to another number with as many digits."""
    by_end = {entity.end: entity for entity in formed}
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
        label = _label(match, before) or _neighbours_label(match, before, by_end)
        if label:
            start, end = match.span()
            by_end[end] = Entity(label=label, start=start, end=end, value=match[0].upper())
            yield by_end[end]


def _neighbours_label(
    match: re.Match[str], before: str, by_end: Mapping[int, Entity]
) -> str | None:
    neighbour = by_end.get(match.start() - len(_joint(before)))
    is_alike = neighbour and _digits(neighbour.value or "") == _digits(match[0])
    return neighbour.label if neighbour and is_alike else None


def _joint(before: str) -> str:
    """The words that join a number to the one before it; empty where nothing does."""
    joint = _JOINT.search(before, max(0, len(before) - _LONGEST_JOINT))
    if joint:
        return joint[0]
    return ", " if before.endswith(", ") and _SEVERAL.search(before) else ""


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _label(match: re.Match[str], before: str) -> str | None:
    """The label by the words before. Without a word for "number" more digits are needed: `order 12
    boxes` names no order.
    """
    if not _WORD_END.search(before):
        return None
    digits = _digits(match[0])
    if _INVOICE_NUMBER_BEFORE.search(before) or (digits >= 4 and _INVOICE_BEFORE.search(before)):
        return "invoice_number"
    if match["rest"] or digits < 3:
        return None
    if _ORDER_NUMBER_BEFORE.search(before) or (digits >= 5 and _ORDER_BEFORE.search(before)):
        return "order_number"
    return None
