"""How much and how many: a number and the unit that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workers.contracts import Entity

# What one counts by, in seven languages; the first word is how the unit is written in `value`.
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
# Letters that are a unit only as written here: 5 M and 5 L are sizes.
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
_DOZEN = "dozen|dutzend|douzaines?|docenas?|dozzin[ae]|dozijn|dúzias?"
_WORDS = (
    "one|eins two|zwei|deux|dos|due|twee|dois|duas three|drei|trois|tres|tre|drie|três "
    "four|vier|quatre|cuatro|quattro|quatro five|fünf|cinq|cinco|cinque|vijf "
    "six|sechs|seis|sei|zes seven|sieben|sept|siete|sette|zeven|sete "
    "eight|acht|huit|ocho|otto|oito nine|neun|neuf|nueve|nove|negen "
    "ten|zehn|dix|diez|dieci|tien|dez eleven|elf|onze|once|undici "
    "twelve|zwölf|douze|doce|dodici|twaalf|doze"
)
_NUMBERS = {
    word: number for number, words in enumerate(_WORDS.split(), 1) for word in words.split("|")
}
_UNITS = {words: unit for table in (_COUNTED, _MEASURE_WORDS) for unit, words in table.items()}
_NAMED_UNITS = "|".join(f"(?:{words})" for words in _UNITS)
_NAMED = rf"(?:(?P<named>{_NAMED_UNITS})|(?P<dozen>{_DOZEN}))"
_END = r"(?![\w-]|[.,]\d)"
_IN_FIGURES = re.compile(
    r"(?<![\w.,/:#-])(?:(?P<number>\d{1,6}(?:[.,]\d{1,3})?)"
    rf"(?:[ -]?(?i:{_NAMED})| ?(?P<measured>{_MEASURED})| ?[xX×](?! ?\d))"
    rf"|[xX×] ?(?P<after>\d{{1,4}})){_END}"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<number>{'|'.join(_NUMBERS)}|an?|eine?|une?|una|een|uma)[ -]{_NAMED}{_END}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_UNIT_WORD = re.compile(rf"[ -]{_NAMED}{_END}", re.IGNORECASE)


def find_quantities(text: str) -> Iterator[Entity]:
    """`value`: a number and its unit, as in `2 pair`, `5 kg`; `12 piece` for x12 and a dozen."""
    if _DIGIT.search(text):
        for match in _IN_FIGURES.finditer(text):
            number = Decimal((match["number"] or match["after"]).replace(",", "."))
            measured = match["measured"]
            yield _entity(match, number, _MEASURES.get(measured, measured) if measured else None)
    if _UNIT_WORD.search(text):
        for match in _IN_WORDS.finditer(text):
            # `a box` is any box; only a dozen is counted by its article.
            count = _NUMBERS.get(match["number"].lower(), int(bool(match["dozen"])))
            if count:
                yield _entity(match, Decimal(count), None)


def _entity(match: re.Match[str], number: Decimal, measured: str | None) -> Entity:
    unit = measured or (_canonical(match["named"].lower()) if match["named"] else "piece")
    count = (number * 12 if match["dozen"] else number).normalize()
    value = f"{count:f} {unit}"
    return Entity(label="quantity", start=match.start(), end=match.end(), value=value)


def _canonical(word: str) -> str:
    return next(unit for words, unit in _UNITS.items() if re.fullmatch(words, word))
