"""Finds dates of birth: dates with a year, beside words that call them so.

An ordinary date stays, for it says when something was ordered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.letters import LETTER
from workers.text.spans import in_order

_IS = r"(?: (?:is|was|ist|est|es|è|é|to)\b| ?:)"
_BORN = (
    r"\b(?:born|(?:date of )?birth ?(?:date)?\b|d\.?o\.?b\b|geboren|geb\.|geburtsdatum"
    r"|n[ée]e?(?:\(e\))? le|(?:date|lieu) de naissance|nac[ií](?:d[oa]|ó)?\b|fecha de nacimiento"
    r"|nat[oa] il|data di nascita|geboortedatum|nasci(?:d[oa])?\b|data de nascimento|urodz\w*"
    r"|födelsedatum|född|født|fødselsdato|syntynyt|syntymäaika\w*|narozen\w*|datum narození"
    r"|născut\w*|data nașterii|született|születési (?:dátum|idő)\w*|doğum tarihi\w*"
    r"|родил(?:ся|ась)|(?:дата|день) рождения|народи(?:вся|лась|лася)|дата народження"
    r"|γεννήθηκα|ημερομηνία γέννησης|ngày sinh|tanggal lahir"
    rf"|(?:birthday|geburtstag|anniversaire|cumplea[ñn]os|compleanno|verjaardag){_IS})"
    r"|出生日期|出生于|生年月日|生日[是:]|생년월일"
    r"|تاريخ الميلاد|مواليد|תאריך ה?לידה|วันเกิด|जन्म ?तिथि"
)
_YEAR = r"(?:19|20|١٩|٢٠|۱۹|۲۰)\d\d"
_DATE = (
    rf"(?:\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?(?:{_YEAR}|\d\d)"
    rf"|{_YEAR}(?:[./-] ?| ?[年년] ?)\d{{1,2}}(?:[./-] ?| ?[月월] ?)\d{{1,2}}[日일]?"
    rf"|\d{{1,2}} ?(?:\.|st|nd|rd|th|er|º)?(?: (?:of|de|di))? ?{LETTER}{{3,12}}\.?,?(?: del?)?"
    rf" {_YEAR}|{LETTER}{{3,12}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|\d{{2}} \d{{2}} {_YEAR})"
    r"(?![\da-z-]|[./]\d)"
)
_BEGIN = r"(?<![\da-z./-])"
_AFTER_WORD = re.compile(
    rf"(?:{_BORN})[^\d\n,;!?]{{0,20}}?{_BEGIN}(?P<date>{_DATE})", re.IGNORECASE
)
_BEFORE_WORD = re.compile(
    rf"{_BEGIN}(?P<date>{_DATE})"
    r"(?= (?:is|was|ist|est|es|è|é) (?:my|her|his|mein|meine|ma|mi|la mia) (?:\w{1,10} ){0,2}"
    r"(?:birth|dob\b|geburts|naissance|anniversaire|nacimiento|cumplea|nascita|compleanno))",
    re.IGNORECASE,
)
_TWO_FIGURES = re.compile(r"\d\d")


def find_birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the dates, without the words that call them so, in order without overlap."""
    if _TWO_FIGURES.search(text):
        forms = (_AFTER_WORD, _BEFORE_WORD)
        yield from in_order(m.span("date") for form in forms for m in form.finditer(text))
