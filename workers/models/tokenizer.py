"""Cuts a text into the token windows that the encoder reads."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer as WordPieceTokenizer

from workers.models.encoder_folder import MAX_LENGTH

WINDOW_LENGTH = 128
MAX_WINDOWS = 8
SPECIAL_TOKENS = 2

Window = list[int]


class Tokenizer:
    """Token ids of a text, `[CLS] … [SEP]` around each window."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = WordPieceTokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._start, self._end = self._tokenizer.encode("").ids

    def windows(self, text: str) -> list[Window]:
        """One window up to 256 tokens; a longer text is read in at most 8 windows of 128.

        Of more than 8 the first, the last and evenly spread ones between are kept.
        """
        tokens = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [[self._start, *part, self._end] for part in split_tokens(tokens)]


def split_tokens(tokens: list[int]) -> list[Window]:
    """The windows of a text, without special tokens."""
    if len(tokens) + SPECIAL_TOKENS <= MAX_LENGTH:
        return [tokens]
    size = WINDOW_LENGTH - SPECIAL_TOKENS
    starts = range(0, len(tokens), size)
    kept = min(len(starts), MAX_WINDOWS)
    spread = (round(place * (len(starts) - 1) / (kept - 1)) for place in range(kept))
    return [tokens[starts[place] : starts[place] + size] for place in spread]
