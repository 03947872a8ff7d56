"""Finds national ids: a pattern finds candidates, `python-stdnum` validates them.

A number whose form and check digits are distinctive counts anywhere, unless the text calls it an
order. Where many runs of digits pass the check, a word for such a number must be near. Passports
and licences have no check digit: the word must be right before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

from stdnum.ar import cuit
from stdnum.at import vnr
from stdnum.au import tfn
from stdnum.be import nn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.id import nik
from stdnum.ie import pps
from stdnum.il import idnr as israeli
from stdnum.in_ import aadhaar, pan
from stdnum.it import codicefiscale
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.ua import rntrc
from stdnum.us import itin, ssn
from stdnum.za import idnr as south_african

from workers.text.letters import EAST_ASIAN
from workers.text.spans import in_order

_BRITISH = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_LEFT = rf"(?:(?<![\w+#/$€£-])|(?<=[{EAST_ASIAN}]))(?<!\d[ .])"
_RIGHT = rf"(?!(?![{EAST_ASIAN}])[\w/-]|[.,]\d)"


class _Shapes(NamedTuple):
    """`beginning`: where any of the patterns begins, as one search is cheaper than one for each."""

    beginning: re.Pattern[str]
    each: tuple[tuple[re.Pattern[str], tuple[ModuleType, ...]], ...]


def _shapes(*listed: tuple[str, tuple[ModuleType, ...]]) -> _Shapes:
    compiled = ((re.compile(f"(?:{form}){_RIGHT}", re.IGNORECASE), each) for form, each in listed)
    forms = "|".join(form for form, _ in listed)
    beginning = re.compile(f"{_LEFT}(?=(?:{forms}){_RIGHT})", re.IGNORECASE)
    return _Shapes(beginning, tuple(compiled))


# Distinctive ones. A British insurance number has a distinctive form, but no check digit.
_ALONE = _shapes(
    (r"\d{3}-\d{2}-\d{4}", (ssn, itin)),
    (_BRITISH + r"(?: \d{2}){3} [A-D]", ()),
    (r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", (codicefiscale,)),
    (r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", (nir,)),
    (r"\d{8}[ -]?[A-Z]|\d{2}\.\d{3}\.\d{3}-?[A-Z]", (dni,)),
    (r"[XYZ][ -]?\d{7}[ -]?[A-Z]", (nie,)),
    (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", (nn,)),
    (r"(?:19|20)?\d{6}[-+]\d{4}", (personnummer,)),
    (r"756\.?\d{4}\.?\d{4}\.?\d{2}", (ahv,)),
    (r"\d{6}[-+A-FU-Y]\d{3}[\dA-Y]", (hetu,)),
    (r"\d{6} ?\d{5}", (fodselsnummer,)),
    (r"\d{6}/\d{3,4}", (rc,)),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", (cpf,)),
    (r"[A-Z]{3}P[A-Z]\d{4}[A-Z]", (pan,)),
    (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", (curp,)),
    (r"\d{6}-\d{7}", (rrn,)),
    (r"[1-9]\d{5}(?:19|20)\d{9}[\dX]", (ric,)),
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", (rut,)),
    (r"[23]\d-\d{8}-\d", (cuit,)),
)
# Weak ones, by their number of digits.
_BESIDE_A_WORD = _shapes(
    (_BRITISH + r"\d{6}[A-D]", ()),
    (
        r"\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d{3} \d{2} \d{4}",
        (ssn, itin, bsn, nif, sin, tfn, israeli),
    ),
    (r"\d{4}[ .]\d{2}[ .]\d{3}", (bsn,)),
    (r"\d{2,3} ?\d{3} ?\d{3}", (tfn,)),
    (r"\d{6}-?\d{4}", (cpr, personnummer)),
    (r"\d{4} ?\d{6}|\d{3} ?\d{3} ?\d{4}", (vnr, nhs, rc, rntrc)),
    (
        r"\d{11}|\d{2} \d{3} \d{3} \d{3}|\d{6} \d{3} \d{2}",
        (idnr, pesel, nn, cpf, oib, tckimlik, amka),
    ),
    (r"\d{4}[ -]?\d{4}[ -]?\d{4}", (aadhaar, inn, my_number)),
    (r"\d{6} ?\d{4} ?\d{3}", (cnp, south_african, pin)),
    (r"\d-\d{4}-\d{5}-\d{2}-\d", (pin,)),
    (r"\d{16}", (nik,)),
    (r"\d{7,8}-[\dK]", (rut,)),
    # Of the Russian pension fund: python-stdnum does not know its check digits.
    (r"\d{3}-\d{3}-\d{3}[ -]\d\d", ()),
    (r"\d{7} ?[A-W][A-I]?", (pps,)),
    (r"[A-Z]{3}[ABCFGHLJPTK][A-Z]\d{4}[A-Z]", (pan,)),
)
_WORD = re.compile(
    r"\b(?:ssn|social (?:security|insurance)|s[ée]cu(?:rit[ée] sociale)?|seguridad social"
    r"|national insurance|nino|(?-i:NI)|insurance n(?:umber|o)|tax(?:payer)? ?(?:id|no|num|file"
    r"|ident)\w*"
    r"|tfn|itin|(?-i:TIN)|steuer-?(?:id|nummer)\w*|idnr|sozialversicherung\w*|s\.?v\.?-?n(?:umme)?r"
    r"|ahv|avs|nir|dni|(?-i:NIE)|nif|cpf|c\.?f\.?|(?:codice|numero) fiscale|num[ée]ro national"
    r"|registre national|bsn|burgerservice\w*|rijksregister\w*|contribuinte|pesel"
    r"|person(?:al)? ?n(?:umber|umme)?r?|personal id\w*|cpr|f[øo]dselsn(?:umme)?r|hetu"
    r"|henkil[öo]tunnus|rodn[ée] [čc][íi]slo|r[čc]|cnp|aa?dh?aa?r|pan|sin|nhs|pps(?:n|\b)|curp"
    r"|national id\w*|id(?:entity|entification)?(?: card)? (?:number|no|num|nr)|oib"
    r"|t\.?c\.? kimlik|tckn|(?-i:RUT|INN|NIK)|инн|снилс|рнокпп|[иі]пн|αμκα)"
    r"|ת\.?ז|תעודת זהות|บัตรประชาชน|マイナンバー|個人番号|आधार|पैन|身份证|身分證|주민등록|주민번호",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 40, 25
_DOCUMENT = re.compile(
    r"\b(?:pass?port|reisepass|passnummer|pasaporte|passeport|passaporto|paspoort|passaporte"
    r"|paszport\w*|personalausweis\w*|ausweis\w*|identity card|id card|carte d'identit[ée]"
    r"|carta d'identit[àa]|driv(?:ing|er'?s?) licen[cs]e|f[üu]hrerschein\w*|permis de conduire"
    r"|dow[óo]d\w* osobist\w+|medicare(?: card)?|(?:загран)?паспорт\w*|διαβατήρι\w*|pasaport\w*"
    r"|pașaport\w*|cestovní\w* pas\w*|hộ chiếu|דרכון)"
    r"(?:[ :#.]{1,2}(?:number|num|no|nr|nummer|n[º°]|numer|numéro|número|numero|is|ist|est|es|è"
    r"|номер|серия|αριθμός|מספר|số)\b| ?№){0,3}[ :#.]{0,3}(?<!\w)"
    r"(?P<number>\d\d ?\d\d ?(?:№ ?)?\d{6}(?!\w)"
    r"|(?=[A-Z-]{0,6}\d)(?=(?:[A-Z-]{0,6}\d){5})[A-Z0-9-]{6,18})(?!\w)",
    re.IGNORECASE,
)
_DOCUMENT_IN_ASIA = re.compile(
    r"(?:护照|護照|パスポート|여권|通行证|通行證)(?:号码?|號碼?|番号|번호)?[是为為は는은: ]{0,3}"
    r"(?P<number>(?=[A-Z\d]{0,3}\d{5})[A-Z\d]{7,10})(?![A-Z\d])",
    re.IGNORECASE,
)
_REFERENCE_BEFORE = re.compile(
    r"\b(?:order|invoice|tracking|parcel|shipment|ticket|case|batch|serial|model|part"
    r"|ref(?:erence)?"
    r"|bestell\w*|rechnung\w*|sendung\w*|commande|colis|pedido|ordine|bestelling|encomenda"
    r"|zam[óo]wieni\w*)(?:[ -]?(?:number|num|no|nr|id|nummer))?(?: is| ist)?\W{0,3}$",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"\d(?:\D{0,6}\d){3}")


def find_national_ids(text: str) -> Iterator[tuple[int, int]]:
    """Spans of national ids and of numbers of documents, in order, without overlap."""
    if not _FOUR_DIGITS.search(text):
        return
    yield from in_order([*_distinctive(text), *_beside_words(text), *_documents(text)])


def _distinctive(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _passing(_ALONE, text):
        if not _REFERENCE_BEFORE.search(text[max(0, start - _BEFORE) : start]):
            yield start, end


def _beside_words(text: str) -> Iterator[tuple[int, int]]:
    if not _WORD.search(text):
        return
    for start, end in _passing(_BESIDE_A_WORD, text):
        before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
        if _WORD.search(before) or _WORD.search(after):
            yield start, end


def _documents(text: str) -> Iterator[tuple[int, int]]:
    for form in (_DOCUMENT, _DOCUMENT_IN_ASIA):
        yield from (match.span("number") for match in form.finditer(text))


def _passing(shapes: _Shapes, text: str) -> Iterator[tuple[int, int]]:
    for beginning in shapes.beginning.finditer(text):
        for shape, standards in shapes.each:
            match = shape.match(text, beginning.start())
            if match and (not standards or any(each.is_valid(match[0]) for each in standards)):
                yield match.span()
