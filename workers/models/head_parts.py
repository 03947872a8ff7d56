"""What a trained head is made of, before it becomes a graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.models.encoder_folder import DIMENSIONS
from workers.models.features import BLOCKS
from workers.models.whole_numbers import WholeNumbers

Floats = NDArray[np.float32]
# A kernel value, from 0 to 1, is rounded to a byte.
NEARNESS_STEP = 1 / 255
# The least norm to divide by: a point at the mean has no direction.
SHORTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Projection:
    """Chosen blocks, each centred and scaled to length 1, then projected onto `axes`.

    `means`: (blocks, 384); `axes`: (blocks * 384, dimensions).
    """

    blocks: Sequence[int]
    means: Floats
    axes: Floats

    def apply(self, features: Floats) -> Floats:
        """(n, 3072) → (n, dimensions)."""
        chosen = features.reshape(-1, len(BLOCKS), DIMENSIONS)[:, list(self.blocks)] - self.means
        chosen /= np.maximum(np.linalg.norm(chosen, axis=2, keepdims=True), SHORTEST)
        return np.asarray(chosen.reshape(len(features), -1) @ self.axes, dtype=np.float32)

    def without_repeats(self) -> Projection:
        """The same projection, with the axes of a repeated block added up."""
        kept = sorted(set(self.blocks))
        by_block = self.axes.reshape(len(self.blocks), DIMENSIONS, -1)
        places = [[p for p, b in enumerate(self.blocks) if b == block] for block in kept]
        axes = np.concatenate([by_block[each].sum(axis=0) for each in places])
        return Projection(kept, self.means[[each[0] for each in places]], axes)


@dataclass(frozen=True, eq=False)
class KernelMachine:
    """Scores by a Gaussian kernel over kept examples: `exp(-width * distance²) @ weights`.

    `examples`: (kept, dimensions); `weights`: (kept, classes).
    """

    projection: Projection
    examples: Floats
    weights: WholeNumbers
    width: float


@dataclass(frozen=True, eq=False)
class TrainedParts:
    """`term_weights`: (terms, classes) and `term_bias`: (classes,), added to the kernel's scores.

    Dividing by the temperature makes confidence agree with accuracy.
    """

    kernel: KernelMachine
    term_weights: Floats
    term_bias: Floats
    temperature: float
