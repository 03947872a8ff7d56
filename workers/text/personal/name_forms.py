"""Parts of patterns for names, and for the places in a line where they stand."""

from __future__ import annotations

from workers.text.letters import LETTER, UPPER
from workers.text.personal import name_cues as cues

_REST = rf"(?:{LETTER}|'){{0,24}}(?:-{LETTER}{{1,24}}){{0,2}}"
# `I'm` introduces a name, and is not part of it.
_NO_PRONOUN = r"(?!i'(?:m|ve|d|ll)\b)"
_CAPITAL = rf"{_NO_PRONOUN}(?-i:{UPPER})(?:\.(?:-?(?-i:{UPPER})\.)?|{_REST})"
_ANY = rf"{_NO_PRONOUN}{LETTER}(?:\.|{_REST})"
PARTICLE = (
    r"(?:van|von|vom|der|den|de|del|della|di|da|do|dos|das|du|la|le|el|al|bin|ibn|ter|ten|zu|y|e)"
)
_SMALL = r"(?:van|von|der|den|de|del|della|di|da|dos|la|al|el|bin|ibn)"
_LEADING = r"(?:(?:van|von|de|du|di|da|del|della|el|al|ter|zu)(?: (?:der|den|la|le|het))? )?"
PROPER = rf"{_LEADING}{_CAPITAL}(?: (?:{PARTICLE} ){{0,2}}{_CAPITAL}){{0,4}}"
TWO_PROPER = rf"{_CAPITAL}(?: (?:{PARTICLE} ){{0,2}}{_CAPITAL}){{1,4}}"
WORDS = rf"{_ANY}(?: {_ANY}){{0,4}}"
TITLES = rf"(?:{cues.TITLE} ?){{0,2}}"
NAME = (
    rf"(?P<name>{TITLES}{PROPER}"
    rf"|(?P<lower>{TITLES}{_ANY}(?: (?:{_SMALL} )?{_ANY}){{0,3}}))"
)
FROM = rf"(?: (?:from|aus|de|da|desde|uit|z|från|fra) {_CAPITAL})?"
BY = r"(?:(?:ihre?|eure?|deine?|votre|your|i\.? ?[av]\.?|p\.?p\.?|gez\.) )?"
# Emoji and other signs that are neither letters nor punctuation.
SIGN = r"[^\w\s\x00-\x7f]"
_SMILE = rf"(?: ?(?:{SIGN}|[:;]-?[()D]))"
# Quoted lines of a reply begin with `> `.
LINE_START = r"^(?:> ?){0,4}"
START = rf"(?:{LINE_START}(?:{SIGN} ?){{0,4}}|(?<=[.,!?] ))"
PAUSE = rf"[,.!]{{0,2}}{_SMILE}{{0,4}}"
BREAK = r"\n(?:> ?){0,4}"
LINE_END = rf"(?= ?[.,!]?(?: x{{1,3}})?{_SMILE}{{0,4}}(?:\n|$)|,? <)"
