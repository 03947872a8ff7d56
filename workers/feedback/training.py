"""Trains a head: features, texts and labels in, a calibrated head and its report out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product, starmap

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from workers.errors import SetupError
from workers.feedback.calibration import (
    Classes,
    calibration_error,
    confidence_for,
    fit_temperature,
    log_loss,
)
from workers.feedback.kernel import KernelShape, fit_kernel, project
from workers.feedback.refusal import choose_threshold
from workers.feedback.term_scores import FittedTerms, fit_terms
from workers.models.features import EMBEDDING, MANNER, TOPIC
from workers.models.head_graph import TrainedParts
from workers.models.heads import softmax
from workers.models.terms import Vocabulary

Floats = NDArray[np.float32]
# What leaving one out chooses from.
BLOCK_CHOICES = (EMBEDDING, TOPIC, MANNER)
SHAPES = tuple(starmap(KernelShape, product((1.0, 1.5), (0.03, 0.1))))
TERM_SHARES = (0.0, 0.1, 0.15, 0.2)
FOLDS = 5
# What a report calls sure: so many of a hundred are right.
SURE = 0.97
# A choice that is right for so many examples is right for all; the fit itself grows with n³.
CHOOSING_LIMIT = 4_000
# 16,000 examples are a kernel of 1 GB; of more, a part that is drawn by chance is known by heart.
KERNEL_LIMIT = 16_000


class TooFewExamplesError(SetupError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class TrainingReport:
    """Accuracy, macro F1, and expected calibration error on examples not trained on.

    `sure_from`: the confidence from which on 97 % of them are right; `sure_share`: how many are.
    """

    examples: int
    classes: int
    accuracy: float
    macro_f1: float
    ece: float
    sure_from: float
    sure_share: float
    seconds: float


@dataclass(frozen=True, eq=False)
class TrainedHead:
    """A head's parts, and what its examples say of it when it does not know them.

    `refuse_below`: less confident than this, an intent is out of scope; 0 refuses nothing.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    parts: TrainedParts
    refuse_below: float
    report: TrainingReport


def train_head(
    features: Floats, texts: Sequence[str], labels: Sequence[str], seed: int
) -> TrainedHead:
    """1. Choose blocks, width and ridge of the kernel by leaving one out.
    2. Fit the kernel on everything, and a linear machine on words beside it.
    3. Choose how much the words count, and the temperature, on scores of unseen examples.

    `features`: (n, 3072). The same input and seed give the same head, bit for bit.
    Raises TooFewExamplesError.
    """
    started = time.perf_counter()
    names, classes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    _check_examples(names.tolist(), classes)
    known = _draw(classes, KERNEL_LIMIT, seed)
    features, classes, texts = features[known], classes[known], [texts[place] for place in known]
    blocks, shape = _choose_kernel(features, classes, seed)
    kernel = fit_kernel(project(features, blocks), classes, shape)
    terms = fit_terms(texts, classes, spread_folds(classes, seed), seed)
    share, temperature = _weigh_terms(kernel.unseen_scores, terms, classes)
    parts = TrainedParts(
        kernel.machine,
        (share * terms.weights).astype(np.float32),
        (share * terms.bias).astype(np.float32),
        temperature,
    )
    unseen = softmax(
        (kernel.unseen_scores + np.float32(share) * terms.unseen_scores) / np.float32(temperature)
    )
    return TrainedHead(
        tuple(names.tolist()),
        terms.vocabulary if share else Vocabulary(),
        parts if share else _without_terms(parts),
        choose_threshold(unseen, classes, names.tolist()),
        _report(unseen, classes, time.perf_counter() - started),
    )


def spread_folds(classes: Classes, seed: int) -> Classes:
    """The fold of each example: drawn by chance, each class spread evenly over the folds."""
    folds = np.empty_like(classes)
    folds[_shuffle_by_class(classes, seed)] = np.arange(len(classes)) % FOLDS
    return folds


def _draw(classes: Classes, limit: int, seed: int) -> Classes:
    """At most so many examples, in their order, of each class its share."""
    if len(classes) <= limit:
        return np.arange(len(classes))
    spread = np.linspace(0, len(classes) - 1, limit).astype(int)
    return np.sort(_shuffle_by_class(classes, seed)[spread])


def _shuffle_by_class(classes: Classes, seed: int) -> Classes:
    shuffled = np.random.default_rng(seed).permutation(len(classes))
    return shuffled[np.argsort(classes[shuffled], kind="stable")]


def _check_examples(names: Sequence[str], classes: Classes) -> None:
    if len(names) < 2:
        raise TooFewExamplesError("There is nothing to tell apart: give at least two labels.")
    counts = np.bincount(classes)
    if counts.min() < 2:
        rarest = names[int(counts.argmin())]
        raise TooFewExamplesError(f"The label {rarest!r} has one example: give it at least two.")


def _choose_kernel(
    features: Floats, classes: Classes, seed: int
) -> tuple[tuple[int, ...], KernelShape]:
    some = _draw(classes, CHOOSING_LIMIT, seed)
    features, classes = features[some], classes[some]
    losses = {}
    # The products are small: on a busy machine BLAS threads wait for each other, and a fit took
    # fifteen times as long with them as without.
    with threadpool_limits(limits=1, user_api="blas"):
        for blocks in BLOCK_CHOICES:
            examples = project(features, blocks)
            for shape in SHAPES:
                scores = fit_kernel(examples, classes, shape).unseen_scores
                losses[blocks, shape] = _calibrated_loss(scores, classes)
    return min(losses, key=losses.__getitem__)


def _weigh_terms(scores: Floats, terms: FittedTerms, classes: Classes) -> tuple[float, float]:
    """The words' share under which the truth is most likely, and its temperature."""
    shares = TERM_SHARES if terms.vocabulary.terms else TERM_SHARES[:1]
    mixed = [_mix(scores, terms, share) for share in shares]
    best = int(np.argmin([_calibrated_loss(each, classes) for each in mixed]))
    return shares[best], fit_temperature(mixed[best], classes)


def _mix(scores: Floats, terms: FittedTerms, share: float) -> Floats:
    return np.asarray(scores + np.float32(share) * terms.unseen_scores, dtype=np.float32)


def _calibrated_loss(scores: Floats, classes: Classes) -> float:
    temperature = np.float32(fit_temperature(scores, classes))
    return log_loss(softmax(np.asarray(scores / temperature, dtype=np.float32)), classes)


def _without_terms(parts: TrainedParts) -> TrainedParts:
    classes = parts.kernel.weights.shape[1]
    nothing = np.zeros((1, classes), dtype=np.float32)
    return TrainedParts(parts.kernel, nothing, nothing[0], parts.temperature)


def _report(probabilities: Floats, classes: Classes, seconds: float) -> TrainingReport:
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    sure_from = confidence_for(SURE, confidence, predicted == classes)
    return TrainingReport(
        examples=len(classes),
        classes=probabilities.shape[1],
        accuracy=float((predicted == classes).mean()),
        macro_f1=float(f1_score(classes, predicted, average="macro")),
        ece=calibration_error(probabilities, classes),
        sure_from=sure_from,
        sure_share=float((confidence >= sure_from).mean()),
        seconds=seconds,
    )
