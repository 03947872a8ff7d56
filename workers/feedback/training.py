"""Trains a head: embeddings and labels in, a calibrated head and its report out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import f1_score  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from workers.errors import SetupError
from workers.feedback.calibration import Classes, calibration_error, fit_temperature, log_loss
from workers.models.heads import Floats, SoftmaxHead, softmax

# Inverse strengths of the L2 penalty that cross-validation chooses from.
PENALTIES = (3.0, 10.0, 30.0)
FOLDS = 5
# A large set costs the most to fit and needs the fewest folds.
LARGE_SET = 5_000
FOLDS_OF_LARGE_SET = 3
MAX_ITERATIONS = 1_000


class TooFewExamplesError(SetupError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class TrainingReport:
    """Accuracy, macro F1, and expected calibration error on examples not trained on."""

    examples: int
    classes: int
    accuracy: float
    macro_f1: float
    ece: float
    seconds: float


@dataclass(frozen=True)
class TrainedHead:
    """A head, and what cross-validation says of it."""

    head: SoftmaxHead
    report: TrainingReport


@dataclass(frozen=True, eq=False)
class _Trial:
    """One penalty, tried on every fold: logits of examples that their model had not seen."""

    penalty: float
    logits: Floats
    temperature: float

    @property
    def probabilities(self) -> Floats:
        return softmax(self.logits / np.float32(self.temperature))


def train_head(embeddings: Floats, labels: Sequence[str], seed: int) -> TrainedHead:
    """Multinomial logistic regression on embeddings (n, dimensions).

    1. Split the examples into folds, each label spread evenly.
    2. Try each penalty on every fold and keep the one under which the truth is most likely.
    3. Fit the head on everything, with the temperature of the kept trial.

    The same input and seed give the same head. Raises TooFewExamplesError.
    """
    started = time.perf_counter()
    names, classes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    _check_examples(names.tolist(), classes)
    folds = spread_folds(classes, seed)
    trials = [_try_penalty(embeddings, classes, folds, penalty) for penalty in PENALTIES]
    best = min(trials, key=lambda trial: log_loss(trial.probabilities, classes))
    weights, bias = _fit(embeddings, classes, best.penalty)
    head = SoftmaxHead(tuple(names.tolist()), weights, bias, best.temperature)
    return TrainedHead(head, _report(best.probabilities, classes, time.perf_counter() - started))


def spread_folds(classes: Classes, seed: int) -> Classes:
    """The fold of each example: drawn by chance, each class spread evenly over the folds."""
    shuffled = np.random.default_rng(seed).permutation(len(classes))
    by_class = shuffled[np.argsort(classes[shuffled], kind="stable")]
    folds = np.empty_like(classes)
    count = FOLDS_OF_LARGE_SET if len(classes) > LARGE_SET else FOLDS
    folds[by_class] = np.arange(len(classes)) % count
    return folds


def _check_examples(names: Sequence[str], classes: Classes) -> None:
    if len(names) < 2:
        raise TooFewExamplesError("There is nothing to tell apart: give at least two labels.")
    counts = np.bincount(classes)
    if counts.min() < 2:
        rarest = names[int(counts.argmin())]
        raise TooFewExamplesError(f"The label {rarest!r} has one example: give it at least two.")


def _try_penalty(embeddings: Floats, classes: Classes, folds: Classes, penalty: float) -> _Trial:
    logits = np.empty((len(classes), classes.max() + 1), dtype=np.float32)
    for fold in np.unique(folds):
        held_out = folds == fold
        weights, bias = _fit(embeddings[~held_out], classes[~held_out], penalty)
        logits[held_out] = embeddings[held_out] @ weights + bias
    return _Trial(penalty, logits, fit_temperature(logits, classes))


def _fit(embeddings: Floats, classes: Classes, penalty: float) -> tuple[Floats, Floats]:
    """Weights (dimensions, classes) and bias (classes,)."""
    # The products are small: on a busy machine BLAS threads wait for each other, and a fit took
    # fifteen times as long with them as without.
    with threadpool_limits(limits=1, user_api="blas"):
        model = LogisticRegression(C=penalty, max_iter=MAX_ITERATIONS).fit(embeddings, classes)
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        # Of two classes scikit-learn keeps the second one's odds only.
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return np.asarray(weights.T, dtype=np.float32), np.asarray(bias, dtype=np.float32)


def _report(probabilities: Floats, classes: Classes, seconds: float) -> TrainingReport:
    predicted = probabilities.argmax(axis=1)
    return TrainingReport(
        examples=len(classes),
        classes=probabilities.shape[1],
        accuracy=float((predicted == classes).mean()),
        macro_f1=float(f1_score(classes, predicted, average="macro")),
        ece=calibration_error(probabilities, classes),
        seconds=seconds,
    )
