"""How sure a ranker may be: logits that are calibrated by what agents chose (Platt 1999)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from workers.models.ranker import FEATURES, Floats, Weights
from workers.records.decisions import Choice

LEAST_SCALE = 0.01
# Choices about so many sources, of very many, count as much as the prior.
FEW = 20
_IS_EXPERIENCE = np.array([reason in {"accepted", "past"} for reason in FEATURES.values()])

Row = tuple[tuple[float, ...], bool, float]


def calibrate(weights: Floats, rows: Sequence[Row], prior: Weights, doubt: float) -> Weights:
    """Scale the weights so that logits are calibrated (Platt 1999); the order stays.

    Candidates for topics that nobody has asked about must not be measured by those that agents
    chose often, or they sink: after 60 choices on five topics the articles of the others had a mean
    confidence of 0.52, and by the prior 0.97. So each candidate counts again, right as often as the
    prior says: as it would be without experience, and as it was, with the weight `doubt`. With both
    that mean is 0.91.
    """
    features = to_matrix([row[0] for row in rows])
    right, counts = (np.array([row[place] for row in rows], float) for place in (1, 2))
    is_proven = features[:, _IS_EXPERIENCE].any(axis=1)
    unproven = np.where(_IS_EXPERIENCE, 0, features[is_proven])
    by_prior = np.concatenate([unproven, features])
    again = np.concatenate([counts[is_proven], doubt * counts])
    expected = 1 / (1 + np.exp(-(by_prior @ np.array(prior.weights) + prior.bias)))
    model = LogisticRegression(max_iter=2_000).fit(
        (np.concatenate([features, by_prior, by_prior]) @ weights)[:, None],
        np.concatenate([right, np.ones(len(again)), np.zeros(len(again))]),
        sample_weight=np.concatenate([counts, again * expected, again * (1 - expected)]),
    )
    scale = max(float(model.coef_[0][0]), LEAST_SCALE)
    return Weights(
        float(model.intercept_[0]),
        tuple((scale * weights).tolist()),
        tuple(features.mean(axis=0).tolist()),
    )


def measure_doubt(shown: Sequence[Sequence[Choice]], sources: int) -> float:
    """How much the prior counts beside choices, because they are about few of all `sources`.

    The variance of a mean over some of a finite number of topics, in proportion to `FEW`.
    """
    chosen = {
        each.source_id for message in shown for each in message if each.source_id and each.is_chosen
    }
    return FEW * max(1 / len(chosen) - 1 / sources, 0.0) if chosen and sources else 0.0


def list_rows(shown: Sequence[Choice]) -> Iterator[Row]:
    """(features, is right, sample weight) of each judged candidate that was ranked.

    Where an agent looked up another passage of a source that was shown, nobody judged that source.
    """
    chosen = {each.source_id for each in shown if each.is_chosen}
    for each in shown:
        if not each.features:
            continue
        if each.value is None:
            if chosen and (each.source_id is None or each.source_id not in chosen):
                yield each.features, False, 1.0
            continue
        if each.value > 0:
            yield each.features, True, each.value
        if each.value < 1:
            yield each.features, False, 1 - each.value


def to_matrix(rows: Sequence[tuple[float, ...]]) -> Floats:
    """Features as a matrix. Those that an earlier release did not have are 0, unknown ones of a
    later release are left out."""
    matrix = np.zeros((len(rows), len(FEATURES)))
    for place, row in enumerate(rows):
        matrix[place, : len(row)] = row[: len(FEATURES)]
    return matrix
