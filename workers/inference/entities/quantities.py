"""How much and how many: a number and the unit that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts.payloads import Entity
from workers.inference.entities.number_words import DOZENS, HALF, SPOKEN_NUMBER, read_number

# Units of counting in seven languages; the first word of each is its name in `value`.
_COUNTED = {
    "pair": "pairs?|paare?|paires?|pares|par|paia|paio|paar",
    "piece": "pieces?|pcs?|pc|items?|units?|stück|stueck|stk|pièces?|unités?|piezas?|unidad(?:es)?"
    "|pezz[oi]|unità|stuks?|peças?|unidades?",
    "box": "box(?:es)?|boîtes?|cajas?|scatol[ae]|doos|caixas?|schachteln?|kist(?:en?)?"
    "|kartons?|cartons?",
    "pack": "packs?|packets?|packages?|packungen|packung|pakete?|paquets?|paquetes?|pacc(?:o|hi)"
    "|pakken|pak|pacotes?",
    "bottle": "bottles?|flaschen?|bouteilles?|botellas?|bottigli[ae]|fless?en|fles|garrafas?",
    "bag": "bags?|beutel|sacs?|sachets?|bolsas?|sacchett[oi]|zak(?:ken)?|sacos?",
    "can": "cans|dosen?|boîtes de conserve|latas?|lattin[ae]|blik(?:ken)?",
    "set": "sets?|kits?|juegos?",
    "copy": "copies|exemplare?|exemplaires?|copias?|copie",
    "roll": "rolls?|rollen?|rouleaux|rollos?|rotol[oi]",
    "parcel": "parcels?|colis|pacchi",
}
# Units that are case-sensitive: `5 M` and `5 L` are sizes.
_MEASURED = "kg|mg|g|lbs|lb|oz|ml|cl|dl|l|mm|cm|km|m|ft|yd|m²|m2|kW|kWh"
_MEASURES = {"lbs": "lb", "m2": "m²"}
_MEASURE_WORDS = {
    "kg": "kilos?|kilograms?|kilogramm[eio]?|kilogrammes?",
    "g": "grams?|gramm(?:es?|[oi])?|gramos?|gramas?",
    "l": "lit(?:er|re)s?|litros?|litr[oi]",
    "m": "met(?:er|re)s?|mètres?|metros?|metr[oi]",
    "cm": "centimet(?:er|re)s?|zentimeter|centimètres?|centímetros?",
    "in": "inch(?:es)?|zoll",
    "lb": "lbs",
}
_DOZEN = "|".join(sorted(DOZENS, key=len, reverse=True))
_UNITS = {words: unit for table in (_COUNTED, _MEASURE_WORDS) for unit, words in table.items()}
_NAMED_UNITS = "|".join(f"(?:{words})" for words in _UNITS)
_NAMED = rf"(?:(?P<named>{_NAMED_UNITS})|(?P<dozen>{_DOZEN}))"
_END = r"(?![\w-]|[.,]\d)"
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_FRACTION = rf"(?:\d{{1,3}} ?)?(?:[{''.join(_FRACTIONS)}]|(?<!\d)[123]/[234])"
# Of what is counted there are no thousandths: `1.000 Stück` and `1,000 pieces` are a thousand.
_THOUSANDS = (
    r"(?P<thousands>\d{1,3}(?:(?:[.,']\d{3}){1,2}|(?: \d{3})? 000)"
    rf"(?=[ -]?(?i:{'|'.join(_COUNTED.values())})\b))"
)
# `2x250 g` is 500 g; `2x4 cm` is an area, not 8 cm.
_TIMES = r"(?P<times>\d{1,3}) ?[xX×*] ?(?=\d{1,5}(?:[.,]\d{1,3})? ?(?:k?g|mg|oz|lbs?|[mcd]?l)\b)"
_IN_FIGURES = re.compile(
    rf"(?<![\w.,/:#-])(?:(?:{_THOUSANDS}"
    rf"|(?:{_TIMES})?(?P<number>{_FRACTION}|\d{{1,6}}(?:[.,]\d{{1,3}})?))"
    rf"(?:[ -]?(?i:{_NAMED})| ?(?P<measured>{_MEASURED})| ?[xX×](?! ?\d))"
    rf"|[xX×] ?(?P<after>\d{{1,4}})){_END}"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?:(?<!and a )(?P<half>{HALF} (?:an? )?)"
    rf"|(?P<number>{SPOKEN_NUMBER})(?P<more> and a half)?[ -]"
    rf"|(?P<article>an?|eine?|une?|una|een|uma)[ -]){_NAMED}{_END}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d|[½¼¾⅓⅔]")


def find_quantities(text: str) -> Iterator[Entity]:
    """`value`: a number and its unit: `2 pair`, `0.5 l`; `500 g` for 2x250g, `12 piece` for x12."""
    if not _DIGIT.search(text):
        return
    for match in _IN_FIGURES.finditer(text):
        thousands = re.sub(r"\D", "", match["thousands"] or "")
        number = _read(thousands or match["number"] or match["after"]) * int(match["times"] or 1)
        measured = match["measured"]
        yield _entity(match, number, _MEASURES.get(measured, measured) if measured else None)


def find_spoken_quantities(text: str) -> Iterator[Entity]:
    """Quantities whose number is a word: `two pairs`, `half a kilo`, `a dozen`."""
    for match in _IN_WORDS.finditer(text):
        if count := _count(match):
            yield _entity(match, count, None)


def _read(figures: str) -> Decimal:
    """The value of `2.5`, `2,5`, `1/2` or `1½`."""
    for sign, fraction in _FRACTIONS.items():
        figures = figures.replace(sign, f" {fraction}")
    *whole, last = figures.replace(",", ".").split()
    numerator, _, denominator = last.partition("/")
    part = Decimal(numerator) / Decimal(denominator or 1)
    return round(part + sum(map(Decimal, whole)), 3)


def _count(match: re.Match[str]) -> Decimal:
    """The number in front of the unit; 0 for `a box`, as only `a dozen` counts by its article."""
    if match["half"]:
        return Decimal("0.5")
    count = read_number(match["number"] or "") or int(bool(match["dozen"]))
    return Decimal(count) + (Decimal("0.5") if match["more"] else 0)


def _entity(match: re.Match[str], number: Decimal, measured: str | None) -> Entity:
    unit = measured or (_canonical(match["named"]) if match["named"] else "piece")
    count = (number * 12 if match["dozen"] else number).normalize()
    value = f"{count:f} {unit}"
    return Entity(label="quantity", start=match.start(), end=match.end(), value=value)


def _canonical(word: str) -> str:
    return next(unit for words, unit in _UNITS.items() if re.fullmatch(words, word, re.IGNORECASE))
