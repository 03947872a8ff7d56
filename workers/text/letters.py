"""Pieces of patterns that tell words with a capital from others, in Latin, Greek and Cyrillic."""

from __future__ import annotations

UPPER = "[" + "".join(filter(str.isupper, map(chr, range(0x530)))) + "]"
LETTER = r"[^\W\d_]"
WORD = rf"{LETTER}[\w.'-]{{0,29}}"
CAPITALISED = rf"{UPPER}[\w.'-]{{0,29}}"
