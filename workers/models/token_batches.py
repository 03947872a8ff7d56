"""Batches windows of similar length, so that a GPU computes little padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from workers.models.tokenizer import Window

PADDED_LENGTHS = (16, 32, 64, 128, 256)
MAX_TOKENS = 16_384

Feed = dict[str, NDArray[np.generic]]


def token_batches(windows: Sequence[Window]) -> Iterator[list[int]]:
    """Batches of windows, by position: one padded length each, at most 16,384 tokens."""
    for shorter, length in zip((0, *PADDED_LENGTHS), PADDED_LENGTHS, strict=False):
        bucket = [place for place, ids in enumerate(windows) if shorter < len(ids) <= length]
        rows = MAX_TOKENS // length
        for first in range(0, len(bucket), rows):
            yield bucket[first : first + rows]


def padded_feed(windows: Sequence[Window]) -> Feed:
    """`input_ids` and `attention_mask`, int64 (windows, padded length)."""
    longest = max(map(len, windows))
    length = next(length for length in PADDED_LENGTHS if length >= longest)
    input_ids = np.zeros((len(windows), length), dtype=np.int64)
    attention_mask = np.zeros_like(input_ids)
    for row, ids in enumerate(windows):
        input_ids[row, : len(ids)] = ids
        attention_mask[row, : len(ids)] = 1
    return {"input_ids": input_ids, "attention_mask": attention_mask}


def single_feed(window: Window) -> Feed:
    """One window without padding."""
    input_ids = np.array([window], dtype=np.int64)
    return {"input_ids": input_ids, "attention_mask": np.ones_like(input_ids)}
