"""Trains a head: features, texts and labels in, a calibrated head and its report out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score  # type: ignore[import-untyped]

from workers.errors import SetupError
from workers.fitting.calibration import (
    Classes,
    calibrated_loss,
    calibration_error,
    confidence_for,
    fit_temperature,
)
from workers.fitting.held_out import Confidences, Verdicts, collect_confidences, collect_verdicts
from workers.fitting.kernel_choice import TrainingSet, draw, fit_best_kernel, shuffle_by_class
from workers.fitting.refusal import choose_refusal
from workers.fitting.term_scores import FittedTerms, fit_terms
from workers.models.head_parts import KernelMachine, TrainedParts
from workers.models.heads import softmax
from workers.models.terms import Vocabulary

Floats = NDArray[np.float32]
TERM_SHARES = (0.0, 0.1, 0.15, 0.2)
FOLDS = 5
# What a report calls sure: at least this share of the predictions is right.
SURE = 0.97
# A kernel of 16,000 texts, hints included, takes 1 GB and is held twice. Of more texts a random
# sample is used.
KERNEL_LIMIT = 16_000


class Hint(NamedTuple):
    """An example that is trained on, but never judged on. `features`: (3072,)."""

    label: str
    features: Floats


class TooFewExamplesError(SetupError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class TrainingReport:
    """Accuracy, macro F1, and expected calibration error on examples not trained on.

    `sure_from`: the confidence above which 97 % are right; `sure_share`: the share above it.
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
    """A head's parts, and how it does on its own examples while they are held out.

    `refuse_below`: an intent with less confidence counts as out of scope; 0 refuses nothing.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    parts: TrainedParts
    refuse_below: float
    report: TrainingReport
    confidences: Confidences
    verdicts: Verdicts


def train_head(
    features: Floats,
    texts: Sequence[str],
    labels: Sequence[str],
    seed: int,
    hints: Sequence[Hint] = (),
) -> TrainedHead:
    """Fit a head and judge it on held-out scores.

    1. Choose the blocks of features that the kernel reads, by leave-one-out.
    2. Fit the kernel on all examples, and a linear machine on their words.
    3. Choose the weight of the words, the temperature and what to refuse, on held-out scores.

    `features`: (n, 3072); `hints` whose label no example has are ignored. The same input and seed
    give the same head, bit for bit. Raises TooFewExamplesError.
    """
    started = time.perf_counter()
    check_examples(labels)
    if not np.ptp(features, axis=0).any():
        raise TooFewExamplesError("All examples read the same: give some that differ.")
    names, classes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    drawn = draw(classes, KERNEL_LIMIT - len(hints), seed)
    classes, texts = classes[drawn], [texts[place] for place in drawn]
    kernel = fit_best_kernel(_with_hints(features[drawn], classes, names.tolist(), hints), seed)
    terms = fit_terms(texts, classes, spread_folds(classes, seed), seed)
    share, temperature = _weigh_terms(kernel.held_out_scores, terms, classes)
    scores = _mix(kernel.held_out_scores, terms, share)
    logits = np.asarray(scores / np.float32(temperature), dtype=np.float32)
    refusal = choose_refusal(logits, classes, names.tolist())
    held_out = softmax(logits + refusal.bias)
    # Verdicts compare what two heads have learnt: what is refused beside it does not count.
    verdicts = collect_verdicts(texts, names[classes].tolist(), logits.argmax(axis=1) == classes)
    return TrainedHead(
        tuple(names.tolist()),
        terms.vocabulary if share else Vocabulary(),
        _parts(kernel.machine, terms, share, temperature, refusal.bias),
        refusal.below,
        _report(held_out, classes, time.perf_counter() - started),
        collect_confidences(held_out, classes, names.tolist()),
        verdicts,
    )


def _with_hints(
    features: Floats, classes: Classes, names: Sequence[str], hints: Sequence[Hint]
) -> TrainingSet:
    """The examples, followed by the hints."""
    places = {name: place for place, name in enumerate(names)}
    taught = [(places[hint.label], hint.features) for hint in hints if hint.label in places]
    return TrainingSet(
        np.stack([*features, *(features for _, features in taught)]),
        np.array([*classes, *(place for place, _ in taught)], dtype=np.int64),
        judged=len(classes),
    )


def spread_folds(classes: Classes, seed: int) -> Classes:
    """The fold of each example: random, with each class spread evenly over the folds."""
    folds = np.empty_like(classes)
    folds[shuffle_by_class(classes, seed)] = np.arange(len(classes)) % FOLDS
    return folds


def check_examples(labels: Iterable[str], kind: str = "label") -> None:
    """Raises TooFewExamplesError; cheap, so that callers can check before they encode anything.

    `kind`: what the labels are, for the error.
    """
    counts = Counter(labels)
    if len(counts) < 2:
        raise TooFewExamplesError(f"There is nothing to tell apart: give at least two {kind}s.")
    if lone := sorted(label for label, count in counts.items() if count == 1):
        has = "has" if len(lone) == 1 else "have"
        raise TooFewExamplesError(
            f"{', '.join(map(repr, lone))} {has} one example: give each {kind} at least two."
        )


def _weigh_terms(scores: Floats, terms: FittedTerms, classes: Classes) -> tuple[float, float]:
    """The weight of the words that has the lowest calibrated loss, and its temperature."""
    shares = TERM_SHARES if terms.vocabulary.terms else TERM_SHARES[:1]
    mixed = [_mix(scores, terms, share) for share in shares]
    best = int(np.argmin([calibrated_loss(each, classes) for each in mixed]))
    return shares[best], fit_temperature(mixed[best], classes)


def _mix(scores: Floats, terms: FittedTerms, share: float) -> Floats:
    return np.asarray(scores + np.float32(share) * terms.held_out_scores, dtype=np.float32)


def _parts(
    kernel: KernelMachine, terms: FittedTerms, share: float, temperature: float, bias: Floats
) -> TrainedParts:
    weights = share * terms.weights if share else np.zeros((1, len(terms.bias)))
    term_bias = share * terms.bias + temperature * bias
    return TrainedParts(
        kernel, weights.astype(np.float32), term_bias.astype(np.float32), temperature
    )


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
