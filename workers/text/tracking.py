"""Finds tracking numbers of parcels, by the forms and check digits of carriers.

Numbers that consist of ten or twelve digits count only where the sentence mentions a parcel: one in
ten has the right check digit by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from workers.contracts.payloads import Entity

_SPOKEN_OF = re.compile(
    r"track|parcel|shipment|package|deliver|courier|carrier|fedex|dhl|usps|\bups\b|paket|sendung"
    r"|liefer|colis|livraison|suivi|env[ií]o|paquete|seguimiento|spedizion|pacco|tracciamento"
    r"|pakket|zending|bezorg|encomenda|rastre|entrega",
    re.IGNORECASE,
)


_MANY_DIGITS = re.compile(r"\d(?: ?\d){6}")


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The weighted sum from the right; `weights` repeat, the last one first."""
    return sum(
        int(digit) * weights[-1 - place % len(weights)]
        for place, digit in enumerate(reversed(digits))
    )


def _is_gs1(digits: str) -> bool:
    """The check digit of GS1, which postal services use as well: weights 3 and 1."""
    return (_weighted(digits[:-1], (1, 3)) + int(digits[-1])) % 10 == 0


def _is_ups(number: str) -> bool:
    """The check digit of UPS; a letter counts as its code's distance from `?`, modulo 10."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:]]
    return (sum(values[:-1:2]) + 2 * sum(values[1:-1:2]) + values[-1]) % 10 == 0


def _is_s10(number: str) -> bool:
    """UPU S10: eight digits with weights 8 6 4 2 3 5 9 7, modulo 11."""
    rest = 11 - _weighted(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return int(number[10]) == {10: 0, 11: 5}.get(rest, rest)


def _is_fedex_express(number: str) -> bool:
    return _weighted(number[:-1], (3, 1, 7)) % 11 % 10 == int(number[-1])


def _is_fedex_ground_96(number: str) -> bool:
    return _is_gs1(number[-15:])


def _is_dhl_express(number: str) -> bool:
    return int(number[:9]) % 7 == int(number[9])


def _is_usps(number: str) -> bool:
    """The check digit of USPS, without a postcode in front (420 and five or nine digits)."""
    return _is_gs1(number[-22:] if len(number) > 22 else number)


class _Carrier(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]
    needs_context: bool = False


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which `_` stands for an optional space."""
    return re.compile(
        r"(?<![\w-])(?<!\d )" + pattern.replace("_", " ?") + r"(?![\w-])", re.IGNORECASE | re.ASCII
    )


_CARRIERS = (
    _Carrier("UPS", _compiled(r"1Z(?:_[0-9A-Z]){7}(?:_\d){9}"), _is_ups),
    _Carrier("S10", _compiled(r"[A-Z]{2}(?:_\d){9}_[A-Z]{2}"), _is_s10),
    _Carrier("USPS", _compiled(r"(?:420(?:_\d){5}(?:(?:_\d){4})?_)?9[1-5](?:_\d){20}"), _is_usps),
    _Carrier("USPS", _compiled(r"(?:91|7\d|03|23)(?:_\d){18}"), _is_gs1, needs_context=True),
    _Carrier("DHL", _compiled(r"(?:00_)?340_434(?:_\d){12}"), _is_gs1),
    _Carrier("FedEx", _compiled(r"96(?:_\d){20}"), _is_fedex_ground_96),
    _Carrier("FedEx", _compiled(r"\d(?:_\d){14}"), _is_gs1, needs_context=True),
    _Carrier("FedEx", _compiled(r"\d(?:_\d){11}"), _is_fedex_express, needs_context=True),
    _Carrier("DHL", _compiled(r"\d(?:_\d){9}"), _is_dhl_express, needs_context=True),
)


def find_tracking_numbers(text: str) -> Iterator[Entity]:
    """Entities, whose `value` is carrier and number without spaces: `UPS 1Z12345E0205271688`.

    `S10` stands for any postal service; its country is the last two letters of the number.
    """
    if not _MANY_DIGITS.search(text):
        return
    spoken_of: bool | None = None
    for carrier in _CARRIERS:
        for match in carrier.pattern.finditer(text):
            number = match[0].replace(" ", "").upper()
            if carrier.needs_context and spoken_of is None:
                spoken_of = bool(_SPOKEN_OF.search(text))
            if carrier.is_valid(number) and (spoken_of or not carrier.needs_context):
                value = f"{carrier.name} {number}"
                yield Entity(
                    label="tracking_number", start=match.start(), end=match.end(), value=value
                )
