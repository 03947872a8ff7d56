"""Patterns of streets in many countries, and of what follows them in an address.

Every repetition is bounded, so that no text takes long.
"""

from __future__ import annotations

import re

from workers.text.letters import CAPITALISED, LETTER, UPPER, WORD
from workers.text.personal.street_words import (
    AUSTRALIAN_STATE,
    BOX,
    BUILDING,
    BUILDING_BEFORE,
    CUE,
    ENDED,
    ENGLISH,
    FLAT,
    FRENCH,
    INDIAN,
    LEADING,
    STATE,
    TURKISH,
)

_PROPER = rf"(?-i:{CAPITALISED})"
# Without the dash that separates parts, so that there is one way to match several of them.
_PROPER_PART = rf"(?-i:{UPPER})[\w.']{{0,29}}"
_WHOLE_WORD = r"(?:[\w'-]|\.(?=[\w'-])){1,40}+"
_NUMBER = (
    r"(?:\d{1,5}(?:[-/]\d{1,4}){0,2}(?:/?[a-z](?!\w)| [a-f](?![\w:])|-(?:i{1,3}|iv|v)(?!\w))?"
    r"(?!\w|[.,]\d)|s/n(?!\w))"
)
_BEGIN = r"(?<![\w.,/#$€£-])"
_SMALL = (
    r"(?:de|du|des|del|della|dei|di|da|do|dos|das|la|le|les|los|las|el|aux|au|van|von|der|den|d)"
)
_PREPOSITION = r"(?:am|an|auf|dem|hinter|im|in|unter|vor|zum|zur|à|y|op|pod|nad|na|the|i|e)"
_PART = rf"(?:{WORD}|\d{{1,3}}(?:st|nd|rd|th)|\d{{1,2}}\.)"
_SIDE = r"(?:north|south|east|west|upper|lower|est|ouest|[ns][ew]?|e|w)\b\.?"
_UNIT_OF_MEASURE = (
    r"(?!(?:st(?:ü|ue)ck|stk|pcs|pieces|units|times|watt|beans|bohnen|cups|euros?|eur|usd|min\w*"
    r"|people|customers|kund\w+|clients)\b)"
)


_FLAT = (
    # The first one is a floor and a unit, as in Singapore.
    rf"(?: #\d{{1,3}}-\d{{1,4}}(?!\w)|(?:,? ?|\n)(?:{FLAT}\b\.? ?|#)\w{{1,4}}(?!\w)"
    r"|, ?\d{1,2}(?:[ºª°]|\.º)?(?: ?(?:[a-h]|dto|dcha|esq|izqd?a?)\b\.?|-\d{1,2}\b|[ºª°])"
    r"|,? ?\d{1,2}[ºª°] ?(?:\d{1,2}[ºª°]|[a-h])?(?!\w)"
    r"|, ?(?:\d{1,2}|st|kl)\. ?(?:tv|th|mf)\b\.?|(?<=\d [a-f]) \d{1,3}(?!\w|[.,]\d)"
    r"|,? (?:d(?:aire)?|k(?:at)?)\b[.:]{0,2} ?\d{1,3}(?!\w))"
)


def _form(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


# Forms that are addresses by themselves, given capitals or a cue.
STREETS = (
    _form(
        rf"{_BEGIN}{_NUMBER},? (?P<name>(?:{_PART} ){{1,4}}?){ENGLISH}\b(?:\.(?=[ ,\n]))?",
        rf"(?: {_SIDE})?",
    ),
    _form(
        rf"{_BEGIN}{_NUMBER}(?: ?(?:bis|ter|quater))?,? {FRENCH}\.?",
        rf"(?P<name>(?: {_SMALL}\b){{0,3}} {WORD}(?: (?:{_SMALL} ){{0,2}}{_PROPER}){{0,3}}",
        rf"(?:(?: {WORD}){{1,2}}(?=,?[ \n]\d{{5}}))?)",
    ),
    _form(
        rf"(?<![\w/])(?={LETTER}){LEADING}\.? ?(?<=[ ./])(?P<name>{WORD}(?: {_PART}){{0,5}}?)",
        rf",? (?:n[.º°o]{{0,2}} ?|nr\.? ?)?{_NUMBER}",
    ),
    _form(
        # The last word is read in one go, and its ending looked at from behind.
        rf"(?<![\w/])(?P<name>(?:{_PROPER_PART}[ -](?:{_SMALL} )?){{0,4}}?{_WHOLE_WORD}{ENDED}",
        rf"(?: van (?:de |den |der |het )?{WORD})?)(?<=\w)\.? {_NUMBER}",
    ),
    _form(
        rf"(?<![\w/])(?P<name>{_PROPER}(?: (?:{_SMALL}|{_PROPER})){{0,4}}(?: {WORD})?),? {_NUMBER}",
        rf"(?=(?:{_FLAT})?(?:, ?|\n)(?:(?-i:[A-Z]){{1,2}}-)?",
        r"(?:\d{5}|\d{3} \d\d|\d\d-\d{3}|\d{4}(?: ?[a-z]{2}\b)?)(?:,? |\n)",
        rf"{_UNIT_OF_MEASURE}{LETTER}{{3}})",
    ),
    _form(
        rf"(?<![\w/])(?P<name>(?:{_PROPER} ){{1,3}}?){TURKISH}"
        rf"(?:,? (?:{_PROPER} ){{1,3}}?{TURKISH})?,? (?:no\b[.: ]{{0,2}})?{_NUMBER}",
    ),
    _form(rf"(?<!\w){BOX} (?P<box>\d{{1,6}})(?!\w)"),
)
# Without a number: forms that need a postcode to be addresses.
STREETS_WITHOUT_NUMBER = (
    _form(
        rf"(?<![\w/])(?={LETTER})(?:{LEADING}|{FRENCH})\.? ?(?<=[ ./])",
        rf"(?:{_SMALL} ){{0,2}}{_PROPER}(?: (?:{_SMALL} ){{0,2}}{_PROPER}){{0,4}}(?!\w)",
    ),
)
# Forms that need a postcode of letters and digits, or one with its state, to be addresses.
OPEN_STREETS = (
    _form(rf"{_BEGIN}{_NUMBER}(?:,? |\n){_PROPER}"),
    _form(rf"(?<!\w)(?={LETTER})(?:{FLAT}|studio) (?:[a-z]|\d{{1,4}}[a-z]?)(?:, ?|\n){_PROPER}"),
    _form(rf"(?<![\w/])(?:{_PROPER} ){{1,3}}{ENGLISH}\b\.?"),
)
_GAP = r"(?:,? |,?\n|, ?| - | in )"
# A full stop within a town's name stands after an abbreviation, or ends the sentence.
_IN_TOWN = r"(?:[\w'-]|(?<=\bst)\.|\.(?=\w)){0,29}"
_TOWN_WORD = rf"(?-i:{UPPER}){_IN_TOWN}"
_TOWN = (
    rf"{LETTER}{_IN_TOWN}(?:[ -](?:(?:am|an der|im|in der|la|les?|de|del|della|di|do|sur|en|bei"
    rf"|ob|van|den|aan|da|do|dos|das|in)[ -])?{_TOWN_WORD}){{0,3}}(?: \((?-i:[A-Z]){{2}}\))?"
)
_POSTCODE_FIRST = (
    r"(?:(?-i:[A-Z]){1,2}-)?(?:\d{5}(?!-?\d)|\d{4,5}-\d{3}|\d\d-\d{3}|\d{3} \d\d"
    r"|\d{4} ?[a-z]{2}\b|\d{4}(?!\d))(?:,? |\n)"
)
_DISTINCTIVE = (
    r"(?P<code>[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|[ac-fhknprtv-y]\d[\dw] ?[\dac-fhknprtv-y]{4}"
    rf"|{STATE},? \d{{5}}(?:-\d{{4}})?|{AUSTRALIAN_STATE},? \d{{4}})(?![\w-])"
)
_TOKEN = rf"{_GAP}(?!\d{{5}})[\w.'()-]{{1,30}}"
_BETWEEN = rf"(?:{_TOKEN}){{0,6}}?{_GAP}"
_POSTCODE_LAST = (
    rf"(?:{_TOKEN}){{0,5}}?{_GAP}{_TOWN_WORD}(?: - (?-i:[A-Z]){{2}})?(?:,? |-)"
    r"(?:\d{5}(?:-\d{3,4})?|\d{6}|\d{3} \d{3})(?!\w)"
)
_NO_TOWN = r"(?!(?:order|invoice|ticket|case|customer|ref|reference|account|model|item)\b)"
_FURTHER_TOWN = (
    rf"(?:, ?{_NO_TOWN}{_TOWN_WORD}(?: {_TOWN_WORD}| \d\d?(?!\d)){{0,2}}){{1,2}}(?: \d{{4,6}})?"
    r"(?=[\s.,;!?)]|$)"
)
TAIL = _form(
    rf"(?:{_FLAT}){{0,3}}(?:(?P<distinctive>{_BETWEEN}{_DISTINCTIVE})",
    rf"|(?P<postcode>{_GAP}{_POSTCODE_FIRST}{_TOWN}(?: ?/ ?{_TOWN_WORD})?|{_POSTCODE_LAST})"
    rf"|(?P<town>{_FURTHER_TOWN})?)",
)
HEAD = _form(
    rf"(?:(?<!\w)(?:(?:c/o {WORD} {WORD}|(?:{FLAT}|h\.?no)\b\.? ?[\w/-]{{1,6}}),? ?\n?",
    rf"|(?:{FLAT}\b|h\.?no)\.? (?=$)",
    rf"|(?-i:{UPPER})[\w'-]{{1,20}} (?:(?-i:{UPPER})[\w'-]{{1,20}} )?{BUILDING}(?:, ?|\n)",
    rf"|{BUILDING_BEFORE} (?:(?-i:{UPPER})[\w'-]{{0,20}} ?){{1,3}}(?:, ?|\n))){{1,2}}$",
)
INDIAN_CHAIN = _form(
    r"(?<![\w/-])(?:(?:flat|house|plot|door|shop|h)\b[ .]{0,2}(?:no\b)?[ .:]{0,2})?#?",
    r"(?:[a-z]-?)?\d{1,4}(?:[/-]\w{1,4})?(?:,? |\n)(?:[\w .'&/()-]{2,40}(?:, ?|\n)){1,5}",
    r"[a-z .]{3,25}?[ -]{1,3}[1-9]\d\d ?\d{3}(?!\w)",
)
INDIAN_PLACE = re.compile(rf"\b{INDIAN}\b", re.IGNORECASE)
LINKING = re.compile(rf"{_SMALL}|{_PREPOSITION}", re.IGNORECASE)
CUE_FOR_ADDRESS = re.compile(rf"\b{CUE}", re.IGNORECASE)
COUNTED = re.compile(
    r" ?(?:k?g|mg|m?l|cl|[cm]?m|w|v|€|%|pcs|pack|cups?|days?|times?|hours?|hrs|weeks?|months?"
    r"|years?|minutes?|mins?|tagen?|mal|wochen?|stunden?"
    r"|jours?|fois|semaines?|veces|d[íi]as?|semanas?|giorni|volte|settimane|dagen|keer|weken|vezes"
    r"|dni|razy|dagar|gånger)(?!\w)",
    re.IGNORECASE,
)
END = re.compile(r"\s*(?:$|[\n.,;:!?)])")
