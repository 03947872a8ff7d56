"""Pieces of patterns that tell words with a capital from others, in Latin, Greek and Cyrillic."""

from __future__ import annotations

UPPER = "[" + "".join(filter(str.isupper, map(chr, range(0x530)))) + "]"
# Scripts whose words are not parted by spaces, not even from figures; the inside of a class.
EAST_ASIAN = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
LETTER = r"[^\W\d_]"
WORD = rf"{LETTER}[\w.'-]{{0,29}}"
CAPITALISED = rf"{UPPER}[\w.'-]{{0,29}}"
