"""Puts emoji into words: the encoder's vocabulary has none, so all would look the same to it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_EMOJI = re.compile(r"[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")
# Modifiers for skin and hair, which do not change the meaning.
_MODIFIER = re.compile(r"[\U0001f3fb-\U0001f3ff\U0001f9b0-\U0001f9b3]")
# Emoji whose name in Unicode is not what people mean by them.
_MEANT = {
    "😡": "angry face",
    "😤": "annoyed face",
    "😭": "crying face",
    "🙏": "please, thank you",
    "👍": "thumbs up",
    "👎": "bad",
    "🙄": "annoyed face",
    "💔": "sad",
    "❤": "love",
}


def name_emoji(text: str) -> str:
    """`late 😡` becomes `late angry face`; a text without emoji is unchanged."""
    return _EMOJI.sub(lambda found: _name(found[0]), text)


@lru_cache(maxsize=1024)
def _name(emoji: str) -> str:
    if _MODIFIER.match(emoji):
        return ""
    name = _MEANT.get(emoji) or unicodedata.name(emoji, "").lower().removesuffix(" sign")
    return f" {name} " if name else emoji
