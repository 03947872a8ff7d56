"""Of many examples a machine keeps those by heart that are hardest to tell, in few bits.

A text is compared with every example that a head keeps, and to read them from memory is what takes
the time. What the others would say follows from those near them, and the machine still learns from
all: the subset of regressors of Smola and Bartlett 2001 (Sparse Greedy Gaussian Process
Regression, NIPS 13), chosen by leaving one out. On five folds of bank questions a head that kept
2,500 of 8,000 so was right in 93.8 % like one that kept all; with 2,000, in 93.7 %.

Examples may be any points, so they are rounded before weights are learnt for them. Weights are
rounded one after another, each error made up for by those that follow (Frantar et al. 2022,
arXiv 2210.17323): 93.8 % with four bits; with eight and every weight by itself, 93.7 %.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, cholesky  # type: ignore[import-untyped]

from workers.feedback.calibration import Classes
from workers.feedback.kernel import KernelShape, Projected, nearness, targets_of
from workers.models.few_bits import LARGEST, RUN, FewBits, in_few_bits, scales_of
from workers.models.head_parts import KernelMachine, of_length_one

Exact = NDArray[np.float64]
MOST_KEPT = 2_500
# What is the same twice would leave nothing to divide by.
JITTER = 1e-4


def condense(
    examples: Projected,
    classes: Classes,
    unseen_scores: NDArray[np.float32],
    shape: KernelShape,
    most: int = MOST_KEPT,
) -> KernelMachine:
    """A machine that knows at most so many. `classes`: (n,), of all, from 0."""
    width = examples.width(shape)
    kept = _hardest(unseen_scores, classes, most)
    known = of_length_one(in_few_bits(examples.points[kept].T).exact().T)
    near = nearness(examples.points, known, width).astype(np.float64)
    penalty = shape.ridge * nearness(known, known, width) + JITTER * np.eye(len(known))
    product = near.T @ near + penalty
    weights = cho_solve(cho_factor(product), near.T @ targets_of(classes))
    return KernelMachine(examples.projection, known, _in_turn(weights, product), width)


def _hardest(scores: NDArray[np.float32], classes: Classes, most: int) -> Classes:
    """Places, those of a class side by side: what is alike near then shares a scale."""
    kept = np.argsort(_margins(scores, classes), kind="stable")[:most]
    return kept[np.lexsort((kept, classes[kept]))]


def _margins(scores: NDArray[np.float32], classes: Classes) -> NDArray[np.float32]:
    """How far the true class is ahead of the best other one; below 0 where it is behind."""
    places = np.arange(len(classes))
    others = scores.copy()
    others[places, classes] = -np.inf
    return np.asarray(scores[places, classes] - others.max(axis=1))


def _in_turn(weights: Exact, product: Exact) -> FewBits:
    """`weights`: (known, classes), the best for `product`: (known, known), penalty and all."""
    known, classes = weights.shape
    whole = np.zeros((classes, -(-known // RUN), RUN), dtype=np.int8)
    scales = np.zeros(whole.shape[:2], dtype=np.float32)
    factor = cholesky(cho_solve(cho_factor(product), np.eye(known)))
    left = weights.copy()
    for place in range(known):
        run, within = divmod(place, RUN)
        if within == 0:
            scales[:, run] = scales_of(left[place : place + RUN].T)
        told = np.clip(np.rint(left[place] / scales[:, run]), -LARGEST - 1, LARGEST)
        whole[:, run, within] = told
        error = (left[place] - told * scales[:, run]) / factor[place, place]
        left[place + 1 :] -= np.outer(factor[place, place + 1 :], error)
    return FewBits(known, whole, scales)
