"""The layout of the encoder's output: eight blocks end to end, each a vector of length 1.

The first, the mean of the last layer, is the embedding, which searches use too. Heads also read the
others: the topic of a text is spread over the layers, and its tone is clearest in the middle ones
(`workers.models.pooling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workers.models.encoder_folder import DIMENSIONS

Floats = NDArray[np.float32]


class Pooling(StrEnum):
    """How a layer's tokens become one vector."""

    EVENLY = "evenly"
    PEAKS = "peaks"
    TOWARDS_END = "towards_end"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Block:
    """One vector: `layer` counts from 0, the token embeddings, to 6, the last."""

    layer: int
    pooling: Pooling


# Zeros in the place of a block that is no longer used, instead of a vector of length 1: heads that
# were trained before find the others by their positions.
EMPTY = Block(0, Pooling.NOTHING)
BLOCKS = (
    Block(6, Pooling.EVENLY),
    EMPTY,
    Block(4, Pooling.EVENLY),
    Block(6, Pooling.PEAKS),
    EMPTY,
    Block(3, Pooling.TOWARDS_END),
    Block(4, Pooling.TOWARDS_END),
    EMPTY,
)
WIDTH = len(BLOCKS) * DIMENSIONS
# The least norm to divide by, so that a vector of zeros stays one.
SHORTEST = 1e-12
# Sets of blocks that heads choose from, by their places in BLOCKS; a repeated one counts twice.
EMBEDDING = (0,)
TOPIC = (0, 0, 2, 3)
MANNER = (5, 6)


def embeddings_of(features: Floats) -> Floats:
    """The embeddings in features: (texts, 3072) → (texts, 384)."""
    return features[:, :DIMENSIONS]


def no_features(count: int) -> Floats:
    """Zeros (count, 3072)."""
    return np.zeros((count, WIDTH), dtype=np.float32)


def join_windows(features: Floats, counts: Sequence[int]) -> Floats:
    """One row per text, from a row per window. `counts`: the windows of each text."""
    if len(features) == len(counts):
        return features
    ends = np.cumsum([0, *counts])
    rows = [_normalised_mean(features[start:end]) for start, end in pairwise(ends)]
    return np.concatenate([no_features(0), *rows])


def _normalised_mean(windows: Floats) -> Floats:
    """(windows, 3072) → (1, 3072); a single window is returned bit for bit."""
    if len(windows) == 1:
        return windows
    blocks = windows.sum(axis=0).reshape(len(BLOCKS), DIMENSIONS)
    lengths = np.maximum(np.linalg.norm(blocks, axis=1, keepdims=True), SHORTEST)
    return np.asarray(blocks / lengths, dtype=np.float32).reshape(1, WIDTH)
