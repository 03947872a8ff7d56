"""Examples that lie around a direction for each label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workers.models.features import BLOCKS, WIDTH, Floats


def make_clusters(
    labels: Sequence[str], *, count: int, noise: float, seed: int = 3
) -> tuple[Floats, list[str]]:
    """Features (n, 3072) of `count` examples a label, each block of length 1; and their labels."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(len(labels), WIDTH))
    blocks = np.repeat(centres, count, axis=0)
    blocks += generator.normal(scale=noise, size=blocks.shape)
    blocks = blocks.reshape(-1, len(BLOCKS), WIDTH // len(BLOCKS))
    blocks /= np.linalg.norm(blocks, axis=2, keepdims=True)
    truth = [label for label in labels for _ in range(count)]
    return blocks.reshape(-1, WIDTH).astype(np.float32), truth
