"""Turns stored text into the plain text that patterns and models read, in linear time.

1. Invisible characters are removed: control characters, zero-width and bidi marks, variation
   selectors. A lone surrogate becomes U+FFFD, so that the text can be encoded.
2. Look-alikes are folded: NFC, and NFKC (Unicode Annex 15) for forms that differ in looks only:
   full width, ligatures, styled letters. Superscripts and fractions stay: `10²` is not `102`.
   Quotes and dashes become their ASCII forms.
3. A run of white space becomes one space, or one newline if it holds any; none at the ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from workers.text.alignment import AlignedText, Replacement

MAX_MARKS = 8
MAX_EXPANSION = 4

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
    r"|[\ud800-\udfff]"
)
_UNUSUAL = re.compile(r"[\x21-\x7e]?[^\x00-\x7f]+")
# All white space but single spaces and newlines between words, which are nearly all there is.
_SPACE = re.compile(r"\s{2,}|[^\S \n]|\A\s|\s\Z")
_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´ʼʹ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃", "-"),
        "⁄": "/",
    }
)
_MEANT = ("<super>", "<sub>", "<fraction>")


def normalize(stored: str) -> AlignedText:
    """Normalise any `str`. Never raises, and is idempotent.

    The result has at most `MAX_EXPANSION` times as many characters.
    """
    aligned = AlignedText.of(stored)
    # Printable ASCII has nothing to remove or to fold.
    is_plain = stored.isascii() and stored.isprintable()
    for step in (_spaced,) if is_plain else (_revealed, _folded, _spaced):
        aligned = aligned.replace(step(aligned.text))
    return aligned


def _revealed(text: str) -> Iterator[Replacement]:
    for match in _INVISIBLE.finditer(text):
        surrogate = "\ud800" <= match[0] <= "\udfff"
        yield Replacement(*match.span(), "\ufffd" if surrogate else "")


def _folded(text: str) -> Iterator[Replacement]:
    for run in _UNUSUAL.finditer(text):
        for start, end in _clusters(text, *run.span()):
            folded = _fold(text[start:end])
            if folded != text[start:end]:
                yield Replacement(start, end, folded)


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each character with the marks that follow it."""
    for position in range(start + 1, end):
        if not _is_mark(text[position]):
            yield start, position
            start = position
    yield start, end


def _is_mark(character: str) -> bool:
    """Whether NFC or NFKC may join it to the character before it."""
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or character in "\uff9e\uff9f"
    )


def _fold(cluster: str) -> str:
    """Fold a character with its marks. Those beyond `MAX_MARKS` are decoration and slow to sort."""
    folded = "".join(map(_fold_character, cluster[: MAX_MARKS + 1]))
    return unicodedata.normalize("NFC", folded)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = character.translate(_PUNCTUATION)
    if unicodedata.decomposition(plain).startswith(_MEANT):
        return plain
    folded = unicodedata.normalize("NFKC", plain).translate(_PUNCTUATION)
    # NFKC makes a space and a mark of a lone accent, and a sentence of the Arabic ligature `ﷺ`.
    too_much = len(folded) > MAX_EXPANSION or (" " in folded and folded != " ")
    return plain if too_much else folded


def _spaced(text: str) -> Iterator[Replacement]:
    for match in _SPACE.finditer(text):
        space = "\n" if _LINE_BREAK.search(match[0]) else " "
        if match.start() == 0 or match.end() == len(text):
            space = ""
        if space != match[0]:
            yield Replacement(*match.span(), space)
