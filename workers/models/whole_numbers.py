"""Matrices in whole numbers: a product reads a quarter of the memory of a float32 one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Seven bits: products of eight overflow on a processor without VNNI.
LARGEST_WHOLE = 63


class WholeNumbers(NamedTuple):
    """`numbers * scales`: int8 (rows, columns), and a scale for each column."""

    numbers: NDArray[np.int8]
    scales: Floats

    def as_floats(self) -> Floats:
        """The matrix that they stand for."""
        return np.asarray(self.numbers * self.scales, dtype=np.float32)


def to_whole_numbers(matrix: Floats) -> WholeNumbers:
    """Each number to the nearest whole one."""
    scales = scales_of(matrix)
    return WholeNumbers(np.rint(matrix / scales).astype(np.int8), scales)


def scales_of(matrix: Floats) -> Floats:
    """The scale of each column, from its largest number."""
    largest = np.maximum(np.abs(matrix).max(axis=0, initial=0), np.finfo(np.float32).tiny)
    return np.asarray(largest / LARGEST_WHOLE, dtype=np.float32)
