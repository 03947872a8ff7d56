"""Makes a kernel machine smaller: it keeps only the examples that are hardest to classify.

A head compares a text with every example that it keeps, and reading those from memory is what takes
its time. The weights are fitted anew on all examples: the subset of regressors of Smola and
Bartlett 2001 (Sparse Greedy Gaussian Process Regression, NIPS 13), chosen by held-out margin. On
two folds of bank questions a head that kept 4,000 of 8,000 was right in 94.1 %, as one that kept
all; with 4,000 drawn by chance, in 93.9 %.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve  # type: ignore[import-untyped]

from workers.fitting.calibration import Classes
from workers.fitting.kernel import FittedKernel, nearness, targets_of
from workers.models.head_parts import KernelMachine

MOST_KEPT = 4_000
# Chosen by cross-validation, like MOST_KEPT.
RIDGE = 0.15
# A share of the ridge, on the diagonal: two equal examples would make the matrix singular.
JITTER = 1e-4


def condense(fitted: FittedKernel, classes: Classes, most: int = MOST_KEPT) -> KernelMachine:
    """A machine with `most` examples that scores nearly alike. `classes`: (n,), of all examples."""
    machine = fitted.machine
    if len(classes) <= most:
        return machine
    kept = np.sort(np.argsort(_margins(fitted.held_out_scores, classes), kind="stable")[:most])
    examples = machine.examples[kept]
    near = nearness(machine.examples, examples, machine.width).astype(np.float64)
    penalty = RIDGE * (near[kept] + JITTER * np.eye(most))
    factor = cho_factor(near.T @ near + penalty, overwrite_a=True)
    weights = cho_solve(factor, near.T @ targets_of(classes))
    return KernelMachine(machine.projection, examples, weights.astype(np.float32), machine.width)


def _margins(scores: NDArray[np.float32], classes: Classes) -> NDArray[np.float32]:
    """The score of the true class minus the best other score; negative where it is wrong."""
    places = np.arange(len(classes))
    others = scores.copy()
    others[places, classes] = -np.inf
    return np.asarray(scores[places, classes] - others.max(axis=1))
