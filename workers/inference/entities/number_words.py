"""Numbers in words: to twelve, tens, a hundred and a thousand in seven languages.

In English also compounds, such as `two hundred and fifty`. Entries are parts of regular
expressions, without groups; case does not matter.
"""

from __future__ import annotations

import re

from workers.text.cue_words import fold_case, words_of

_UP_TO_TWELVE = (
    "one|eins two|zwei|deux|dos|due|twee|dois|duas three|drei|trois|tres|tre|drie|três "
    "four|vier|quatre|cuatro|quattro|quatro five|fünf|cinq|cinco|cinque|vijf "
    "six|sechs|seis|sei|zes seven|sieben|sept|siete|sette|zeven|sete "
    "eight|acht|huit|ocho|otto|oito nine|neun|neuf|nueve|nove|negen "
    "ten|zehn|dix|diez|dieci|tien|dez eleven|elf|onze|once|undici "
    "twelve|zwölf|douze|doce|dodici|twaalf|doze"
)
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = (
    "twenty|zwanzig|vingt|veinte|venti|twintig|vinte "
    "thirty|dreißig|dreissig|trente|treinta|trenta|dertig|trinta "
    "forty|vierzig|quarante|cuarenta|quaranta|veertig|quarenta "
    "fifty|fünfzig|cinquante|cincuenta|cinquanta|vijftig|cinquenta "
    "sixty|sechzig|soixante|sesenta|sessanta|zestig|sessenta "
    "seventy|siebzig|septante|setenta|settanta|zeventig "
    "eighty|achtzig|quatre-vingts|ochenta|ottanta|tachtig|oitenta "
    "ninety|neunzig|nonante|noventa|novanta|negentig"
)
_LARGE = {
    100: "hundred|hundert|cent|cien|cento|honderd|cem",
    1_000: "thousand|tausend|mille|mil|duizend",
    10**6: "million",
}

HALF = "half"
_DOZENS = "dozen|dutzend|douzaine|douzaines|docena|docenas|dozzina|dozzine|dozijn|dúzia|dúzias"
DOZENS = frozenset(_DOZENS.split("|"))


def _by_word(groups: str, first: int, step: int = 1) -> dict[str, int]:
    """The number of each word; a bar separates synonyms."""
    return {
        word: first + step * place
        for place, words in enumerate(groups.split())
        for word in words.split("|")
    }


NUMBERS = {
    **_by_word(_UP_TO_TWELVE, 1),
    **_by_word(_TEENS, 13),
    **_by_word(_TENS, 20, 10),
    **{word: number for number, words in _LARGE.items() for word in words.split("|")},
}


def _english(first: int, last: int) -> str:
    """The English words, which are the first of each number."""
    by_number = {number: word for word, number in reversed(NUMBERS.items())}
    return "|".join(by_number[number] for number in range(first, last + 1) if number in by_number)


_ONES = f"(?:{_english(1, 9)})"
_BELOW_HUNDRED = f"(?:(?:{_english(20, 90)})(?:[ -]{_ONES})?|{_english(1, 19)})"
_HUNDREDS = rf"(?:(?<!half )a|{_english(1, 19)}) hundred(?:(?: and)? {_BELOW_HUNDRED})?"
_BELOW_THOUSAND = rf"(?:{_HUNDREDS}|{_BELOW_HUNDRED})"
_COMPOSED = (
    rf"(?:(?:(?<!half )a|{_BELOW_THOUSAND}) (?:thousand|million)(?:,?(?: and)? {_BELOW_THOUSAND})?"
    rf"|{_BELOW_THOUSAND})"
)
# `hundred`, `thousand` and `million` are English numbers only within a composed one.
_ALONE = "|".join(sorted(NUMBERS.keys() - {"hundred", "thousand", "million"}, key=len)[::-1])
SPOKEN_NUMBER = rf"(?:{_COMPOSED}\b|(?:{_ALONE})\b)"
# Tens, which days and minutes are counted with.
TENS = "|".join(word for word, number in NUMBERS.items() if 12 < number < 100)
SPOKEN_TENS = rf"(?:{TENS})(?:[ -]{_ONES})?\b"
_WORD = re.compile(r"quatre-vingts|[^\W\d]+")
_CUES = DOZENS | {HALF} | {part for word in NUMBERS for part in word.split("-")}


def counts_in_words(text: str) -> bool:
    """Whether the text has any number word: most have none, and need no further search."""
    return not _CUES.isdisjoint(words_of(text))


def read_number(written: str) -> int:
    """The value of a match of `SPOKEN_NUMBER`: 150 for `a hundred and fifty`."""
    total = current = 0
    for word in _WORD.findall(fold_case(written)):
        number = NUMBERS.get(word, 0)
        if number >= 1_000:
            total, current = total + (current or 1) * number, 0
        else:
            current = (current or 1) * 100 if number == 100 else current + number
    return total + current
