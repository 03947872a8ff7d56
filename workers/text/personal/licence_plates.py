"""Finds the licence plates of vehicles, behind a word for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = (
    r"(?:(?:licen[cs]e|number|registration) plate|(?:vehicle|car) reg(?:istration)?|kennzeichen"
    r"|nummernschild|(?:plaque d'|num[ée]ro d')?immatriculation|plaque|matr[íi]cula|targa"
    r"|kenteken|placa|(?:tablica|numer) rejestracyjn\w|registreringsnummer|rekisterinumero"
    r"|rendszám\w{0,2}|plaka\w{0,3}|госномер)"
)
_LINKING = r"(?:[ :#.]{1,2}(?:number|num|no|nr|nummer|numer|is|ist|lautet|est|es|è|é|to|är)(?!\w))"
# In capitals, in up to four groups; or in small letters, in one.
_PLATE = (
    r"(?P<plate>(?=(?:[^\d\n]{0,6}\d))(?=(?:[\d -]{0,7}[^\W\d_]))"
    r"(?:(?-i:[A-ZÄÖÜА-Я]{1,3}|\d{1,4}|[A-ZÄÖÜА-Я]{1,3}\d{1,4}[A-ZА-Я]{0,3}|\d{1,4}[A-ZА-Я]{1,3}\d{0,4})"
    r"(?:[ -]{1,3}(?-i:[A-ZÄÖÜА-Я]{1,3}\d{0,4}|\d{1,4}[A-ZА-Я]{0,3})(?!\w)){1,3}|\w{5,9}))(?!\w)"
)
_FORM = re.compile(rf"(?<!\w){_WORD}{_LINKING}{{0,3}}[ :#.]{{1,3}}{_PLATE}", re.IGNORECASE)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")


def find_licence_plates(text: str) -> Iterator[tuple[int, int]]:
    """Spans of plates, which have letters and figures, in order."""
    for match in _FORM.finditer(text):
        if _DIGIT.search(match["plate"]) and _LETTER.search(match["plate"]):
            yield match.span("plate")
