"""Calibration: measures how far confidence is from accuracy, and finds the temperature for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

from workers.models.heads import Floats, softmax

BINS = 15
LOG_TEMPERATURES = (-3.0, 3.0)
LEAST_PROBABILITY = 1e-12

Classes = NDArray[np.int64]


def fit_temperature(logits: Floats, classes: Classes) -> float:
    """The temperature under which `logits` (n, classes) make the truth most likely.

    Guo et al. 2017 (arXiv 1706.04599). The logits must come from models that have not seen the
    examples. A pseudo-example that is equally likely in every class keeps the temperature finite
    where all of a few examples are right.
    """
    doubt = 1 / (len(classes) + 1)

    def loss(log_temperature: float) -> float:
        probabilities = softmax(logits / np.exp(log_temperature))
        of_any = -np.log(np.maximum(probabilities, LEAST_PROBABILITY)).mean()
        return (1 - doubt) * log_loss(probabilities, classes) + doubt * float(of_any)

    best = minimize_scalar(
        loss,
        bounds=LOG_TEMPERATURES,
        method="bounded",
    )
    return float(np.exp(best.x))


def calibrated_loss(scores: Floats, classes: Classes) -> float:
    """The log loss of scores (n, classes) under the temperature that suits them best."""
    temperature = np.float32(fit_temperature(scores, classes))
    return log_loss(softmax(np.asarray(scores / temperature, dtype=np.float32)), classes)


def log_loss(probabilities: Floats, classes: Classes) -> float:
    """Mean negative log likelihood of the true classes, in nats."""
    likelihood = probabilities[np.arange(len(classes)), classes]
    return float(-np.log(np.maximum(likelihood, LEAST_PROBABILITY)).mean())


def calibration_error(probabilities: Floats, classes: Classes) -> float:
    """Expected calibration error of the likeliest class of each row."""
    right = probabilities.argmax(axis=1) == classes
    return bin_errors(probabilities.max(axis=1), right)[0]


def bin_errors(
    confidence: NDArray[np.floating], right: NDArray[np.bool_]
) -> tuple[float, list[tuple[int, float, float]]]:
    """Expected calibration error over 15 bins of equal width (Naeini et al. 2015).

    With it (count, mean confidence, share right) of each bin that is not empty.
    """
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = [
        (int(held.sum()), float(confidence[held].mean()), float(right[held].mean()))
        for held in (places == place for place in np.unique(places))
    ]
    gaps = (count * abs(sure - true) for count, sure, true in bins)
    return sum(gaps) / len(confidence), bins


def confidence_for(precision: float, confidence: Floats, correct: NDArray[np.bool_]) -> float:
    """The lowest threshold above which at least `precision` are correct; 1 where there is none.

    `confidence`, `correct`: (n,), of held-out examples.
    """
    order = np.argsort(-confidence, kind="stable")
    sure = confidence[order]
    share = np.cumsum(correct[order]) / np.arange(1, len(order) + 1)
    ends = ends_of_ties(sure)
    enough = ends[share[ends] >= precision]
    return float(sure[enough[-1]]) if len(enough) else 1.0


def ends_of_ties(falling: NDArray[np.floating]) -> Classes:
    """Last positions of runs of equal confidence, where a threshold can cut. `falling`: sorted."""
    return np.flatnonzero(np.append(falling[1:] < falling[:-1], True))
