"""Fits a linear support vector machine on the words of texts, as sparse terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

from workers.fitting.calibration import Classes
from workers.models.terms import Vocabulary, find_terms, learn_vocabulary

Floats = NDArray[np.float32]
TOLERANCE = 0.01


@dataclass(frozen=True, eq=False)
class FittedTerms:
    """`weights`: (terms, classes); `bias`: (classes,); `held_out_scores`: by cross-validation."""

    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    held_out_scores: Floats


def fit_terms(texts: Sequence[str], classes: Classes, folds: Classes, seed: int) -> FittedTerms:
    """Fit on all texts, with scores by cross-validation. `folds`: (n,), the fold of each text."""
    vocabulary = learn_vocabulary(texts)
    rows = _sparse_rows(vocabulary, texts)
    held_out_scores = np.zeros((len(texts), int(classes.max()) + 1), dtype=np.float32)
    for fold in np.unique(folds) if vocabulary.terms else ():
        in_fold = folds == fold
        weights, bias = _fit(rows[~in_fold], classes[~in_fold], held_out_scores.shape[1], seed)
        held_out_scores[in_fold] = rows[in_fold] @ weights + bias
    weights, bias = _fit(rows, classes, held_out_scores.shape[1], seed)
    return FittedTerms(vocabulary, weights, bias, held_out_scores)


def _sparse_rows(vocabulary: Vocabulary, texts: Sequence[str]) -> sparse.csr_matrix:
    terms = vocabulary.weigh([find_terms(text) for text in texts])
    rows = np.repeat(np.arange(len(texts)), terms.ids.shape[1])
    shape = (len(texts), max(1, len(vocabulary.terms)))
    return sparse.csr_matrix((terms.weights.ravel(), (rows, terms.ids.ravel())), shape=shape)


def _fit(rows: sparse.csr_matrix, classes: Classes, count: int, seed: int) -> tuple[Floats, Floats]:
    """Weights (terms, classes) and bias (classes,); a class without examples scores lowest."""
    weights = np.zeros((rows.shape[1], count), dtype=np.float32)
    bias = np.full(count, -1, dtype=np.float32)
    present = np.unique(classes)
    if len(present) > 1 and rows.nnz:
        machine = LinearSVC(tol=TOLERANCE, random_state=seed).fit(rows, classes)
        found, shift = machine.coef_, machine.intercept_
        if len(present) == 2:
            # For two classes scikit-learn returns only the scores of the second.
            found, shift = np.vstack([-found, found]), np.hstack([-shift, shift])
        weights[:, present], bias[present] = found.T, shift
    return weights, bias
