"""What a trained head is made of, before it becomes a graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.models.encoder_folder import DIMENSIONS
from workers.models.features import BLOCKS
from workers.models.few_bits import FewBits

Floats = NDArray[np.float32]
# What is exactly the mean has no direction.
SHORTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Projection:
    """Chosen blocks, turned and cut, moved by the examples' mean and brought to length 1.

    `axes`: (blocks * 384, dimensions); `origin`: (dimensions,), the mean along them.
    """

    blocks: Sequence[int]
    axes: Floats
    origin: Floats

    def apply(self, features: Floats) -> Floats:
        """(n, 3072) → (n, dimensions)."""
        return of_length_one(choose(features, self.blocks) @ self.axes - self.origin)

    def without_repeats(self) -> Projection:
        """The same, with the axes of a block that stands twice added up."""
        kept = sorted(set(self.blocks))
        by_block = self.axes.reshape(len(self.blocks), DIMENSIONS, -1)
        places = [[p for p, b in enumerate(self.blocks) if b == block] for block in kept]
        axes = np.concatenate([by_block[each].sum(axis=0) for each in places])
        return Projection(kept, axes, self.origin)


@dataclass(frozen=True, eq=False)
class KernelMachine:
    """Scores by nearness to known examples: `exp(-width * distance²) @ weights`.

    `examples`: (known, dimensions), of length 1; `weights`: (known, classes). Axes and examples
    are written to the graph in few bits: who learns weights for them rounds them before.
    """

    projection: Projection
    examples: Floats
    weights: FewBits
    width: float


def choose(features: Floats, blocks: Sequence[int]) -> Floats:
    """(n, 3072) → (n, blocks * 384)."""
    chosen = features.reshape(-1, len(BLOCKS), DIMENSIONS)[:, list(blocks)]
    return chosen.reshape(len(features), -1)


def of_length_one(points: Floats) -> Floats:
    """`points`: (n, dimensions)."""
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, SHORTEST), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class TrainedParts:
    """`term_weights`: (terms, classes) and `term_bias`: (classes,), added to the kernel's scores.

    Dividing by the temperature makes confidence agree with accuracy.
    """

    kernel: KernelMachine
    term_weights: Floats
    term_bias: Floats
    temperature: float
