"""Matrices in four bits, each run of a column with a scale of its own.

To read a matrix from memory is what takes the time of its product with one text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BITS = 4
# A power of two from 16 on: so many numbers share a scale.
RUN = 32
LARGEST = 7
ZERO = 8


@dataclass(frozen=True, eq=False)
class FewBits:
    """`whole`: (columns, runs, 32), from -8 to 7; `scales`: (columns, runs)."""

    rows: int
    whole: NDArray[np.int8]
    scales: Floats

    def exact(self) -> Floats:
        """(rows, columns)."""
        columns = (self.whole * self.scales[:, :, None]).reshape(len(self.whole), -1)
        return np.ascontiguousarray(columns[:, : self.rows].T)

    def times(self, factor: float) -> FewBits:
        return replace(self, scales=(self.scales * factor).astype(np.float32))

    def packed(self) -> NDArray[np.uint8]:
        """(columns, runs, 16), two numbers a byte, as onnxruntime's `MatMulNBits` reads them."""
        raised = (self.whole + ZERO).astype(np.uint8)
        return np.asarray(raised[:, :, ::2] | raised[:, :, 1::2] << BITS)


def in_few_bits(matrix: Floats) -> FewBits:
    """`matrix`: (rows, columns). What has been rounded so before comes out as it was."""
    rows, columns = matrix.shape
    padded = np.zeros((columns, -(-rows // RUN) * RUN), dtype=np.float32)
    padded[:, :rows] = matrix.T
    numbers = padded.reshape(columns, -1, RUN)
    scales = scales_of(numbers)
    return FewBits(rows, np.rint(numbers / scales[:, :, None]).astype(np.int8), scales)


def scales_of(numbers: NDArray[np.floating]) -> Floats:
    """What the largest of the last axis is 7 times as large as."""
    scales = np.abs(numbers).max(axis=-1) / LARGEST
    return np.asarray(np.maximum(scales, np.finfo(np.float32).tiny), dtype=np.float32)
