"""How good a model's intents are on texts whose intents are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import precision_recall_fscore_support  # type: ignore[import-untyped]

from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.payloads import ScoredLabel
from workers.fitting.calibration import bin_errors, ends_of_ties

CURVE_POINTS = 100
CONFUSIONS_KEPT = 20


@dataclass(frozen=True)
class CurvePoint:
    """Of texts with at least this confidence: their share of all, and how many are right."""

    threshold: float
    coverage: float
    precision: float


@dataclass(frozen=True)
class Bin:
    """Texts of like confidence: how many, their mean confidence, and how many are right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Confusion:
    """How often texts of `expected` were predicted as `predicted`; the two may be equal."""

    expected: str
    predicted: str
    count: int


@dataclass(frozen=True)
class IntentScore:
    """One intent's precision, recall and F1 over `n` texts."""

    n: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Evaluation:
    """Shares are from 0 to 1; None where there were no such texts.

    `ece`: expected calibration error over 15 bins; `reliability`: the bins that have texts.
    `confusions`: the most frequent mistakes; `pairs`: the whole confusion matrix.
    """

    n: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float | None
    out_of_scope_recall: float | None
    out_of_scope_precision: float | None
    ece: float
    coverage_curve: tuple[CurvePoint, ...]
    confusions: tuple[Confusion, ...]
    per_intent: dict[str, IntentScore]
    reliability: tuple[Bin, ...]
    pairs: tuple[Confusion, ...]


def evaluate(expected: Sequence[str], predicted: Sequence[ScoredLabel]) -> Evaluation:
    """Compare predictions with the true labels, in the same order; there is at least one."""
    labels = [prediction.label for prediction in predicted]
    truth = np.asarray(expected, dtype=object)
    predicted_labels = np.asarray(labels, dtype=object)
    right = truth == predicted_labels
    confidence = np.array([prediction.confidence for prediction in predicted])
    ece, bins = bin_errors(confidence, right)
    per_intent = _score_intents(truth.tolist(), labels)
    pairs = _count_pairs(truth.tolist(), labels)
    in_scope = truth != OUT_OF_SCOPE
    return Evaluation(
        n=len(truth),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([score.f1 for score in per_intent.values()])),
        in_scope_accuracy=_share(right[in_scope]),
        out_of_scope_recall=_share(right[~in_scope]),
        out_of_scope_precision=_share(right[predicted_labels == OUT_OF_SCOPE]),
        ece=ece,
        coverage_curve=_curve(confidence, right),
        confusions=tuple(p for p in pairs if p.expected != p.predicted)[:CONFUSIONS_KEPT],
        per_intent=per_intent,
        reliability=tuple(Bin(*each) for each in bins),
        pairs=pairs,
    )


def _share(right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float | None:
    return float(right.mean()) if len(right) else None


def _score_intents(truth: list[str], predicted: list[str]) -> dict[str, IntentScore]:
    """The score of each intent in `truth`."""
    names = sorted(set(truth))
    precision, recall, f1, count = precision_recall_fscore_support(
        truth, predicted, labels=names, zero_division=0
    )
    return {
        name: IntentScore(int(count[i]), float(precision[i]), float(recall[i]), float(f1[i]))
        for i, name in enumerate(names)
    }


def _curve(
    confidence: np.ndarray[tuple[int], np.dtype[np.float64]],
    right: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[CurvePoint, ...]:
    """From the most confident on, at even steps of coverage."""
    order = np.argsort(-confidence, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    even = np.linspace(0, len(order) - 1, CURVE_POINTS).astype(int)
    ends = ends_of_ties(confidence[order])
    return tuple(
        CurvePoint(float(confidence[order[i]]), (i + 1) / len(order), float(shares[i]))
        for i in np.unique(ends[np.searchsorted(ends, even)]).tolist()
    )


def _count_pairs(truth: list[str], predicted: list[str]) -> tuple[Confusion, ...]:
    """The most frequent pairs first, ties in alphabetical order."""
    counts = Counter(zip(truth, predicted, strict=True))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confusion(*pair, count) for pair, count in ranked)
