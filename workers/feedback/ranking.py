"""Learning to rank from what agents chose: logistic regression beside what is thought already.

What an agent chose is right; what was shown beside it, of the same kind, is not. A suggestion of
which half was kept is half right. Where nobody chose anything, only what was rejected is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold, cross_val_score  # type: ignore[import-untyped]

from workers.models.ranker import FEATURES, PRIORS, Floats, Ranker, Weights
from workers.records import Choice

CHOSEN = 0.5
FOLDS = 5
# Fewer choices than this of one kind teach nothing about it.
LEAST_CHOSEN = 20
HELD_OUT_SHARE = 0.2
# Inverse strengths of what keeps weights small; leaving messages out says which is best.
STRENGTHS = (0.01, 0.1, 1.0, 10.0)


@dataclass(frozen=True)
class Trained:
    """`right`: the share of held-out pairs, of a chosen candidate and another, in their order;
    `champion_right`: the same of the ranker that served before."""

    kinds: Mapping[str, Weights]
    messages: int
    pairs: int
    right: float
    champion_right: float

    @property
    def figures(self) -> dict[str, float | int]:
        """For whoever looks at model versions."""
        return {
            "messages": self.messages,
            "pairs": self.pairs,
            "right": round(self.right, 4),
            "champion_right": round(self.champion_right, 4),
        }

    @property
    def description(self) -> str:
        """The same for people."""
        verdict = "ranks from now on" if self.is_better else "is worse, and is not kept"
        return (
            f"{self.messages:,} messages with a choice; of {self.pairs:,} pairs that it did not "
            f"know {self.right:.1%} in their order, the one before {self.champion_right:.1%}; "
            f"it {verdict}"
        )

    @property
    def is_better(self) -> bool:
        """Or as good."""
        return self.right >= self.champion_right


def train_ranker(choices: Sequence[Choice], champion: Ranker) -> Trained | None:
    """Learn from choices, the oldest first, and judge on the newest; None where there are too few.

    What is returned has learnt from all of them.
    """
    messages = [list(group) for _, group in groupby(choices, lambda each: each.message_id)]
    cut = round(len(messages) * (1 - HELD_OUT_SHARE))
    known = _fit_kinds(messages[:cut])
    pairs = [pair for message in messages[cut:] for pair in _pairs(message)]
    if not known or not pairs:
        return None
    kinds = _fit_kinds(messages)
    return Trained(
        kinds,
        messages=len(messages),
        pairs=len(pairs),
        right=_share_right(pairs, {**PRIORS.kinds, **known}),
        champion_right=_share_right(pairs, champion.kinds),
    )


def _fit_kinds(messages: Sequence[Sequence[Choice]]) -> dict[str, Weights]:
    fitted = {}
    for kind, prior in PRIORS.kinds.items():
        rows = [
            (number, row)
            for number, message in enumerate(messages)
            for row in _rows([each for each in message if each.kind == kind])
        ]
        if sum(right for _, (_, right, _) in rows) >= LEAST_CHOSEN:
            fitted[kind] = _fit(rows, prior)
    return fitted


_Row = tuple[tuple[float, ...], bool, float]


def _rows(shown: Sequence[Choice]) -> Iterator[_Row]:
    """Features, whether it is right, and how much that counts."""
    chosen = any(each.value is not None and each.value >= CHOSEN for each in shown)
    for each in shown:
        if each.value is None:
            if chosen:
                yield each.features, False, 1.0
            continue
        if each.value > 0:
            yield each.features, True, each.value
        if each.value < 1:
            yield each.features, False, 1 - each.value


def _fit(rows: Sequence[tuple[int, _Row]], prior: Weights) -> Weights:
    """The prior's logit is a feature beside the others: what little is learnt corrects it."""
    features = _matrix([row[0] for _, row in rows])
    right = np.array([row[1] for _, row in rows])
    counts = np.array([row[2] for _, row in rows])
    groups = np.array([number for number, _ in rows])
    given = np.column_stack([prior.logits(features), features])
    model = _choose(given, right, counts, groups).fit(given, right, sample_weight=counts)
    trust, *corrections = model.coef_[0]
    weights = trust * np.array(prior.weights) + corrections
    bias = trust * prior.bias + model.intercept_[0]
    return Weights(float(bias), tuple(weights.tolist()), tuple(features.mean(axis=0).tolist()))


def _choose(
    given: Floats, right: NDArray[np.bool_], counts: Floats, groups: NDArray[np.int64]
) -> Any:
    folds = GroupKFold(FOLDS)

    def loss(strength: float) -> float:
        scores = cross_val_score(
            _regression(strength),
            given,
            right,
            groups=groups,
            cv=folds,
            scoring="neg_log_loss",
            params={"sample_weight": counts},
        )
        return float(-scores.mean())

    return _regression(min(STRENGTHS, key=loss))


def _regression(strength: float) -> Any:
    return LogisticRegression(C=strength, max_iter=2_000)


_Pair = tuple[str, tuple[float, ...], tuple[float, ...]]


def _pairs(message: Sequence[Choice]) -> Iterator[_Pair]:
    """The kind, the features of what was chosen, and those of what was not."""
    for chosen in message:
        if chosen.value is None or chosen.value < CHOSEN:
            continue
        for other in message:
            if other.kind == chosen.kind and (other.value is None or other.value < CHOSEN):
                yield chosen.kind, chosen.features, other.features


def _share_right(pairs: Sequence[_Pair], kinds: Mapping[str, Weights]) -> float:
    """Of equal logits half is right."""
    logits = [kinds[kind].logits(_matrix([chosen, other])) for kind, chosen, other in pairs]
    return float(np.mean([(np.sign(better - worse) + 1) / 2 for better, worse in logits]))


def _matrix(rows: Sequence[tuple[float, ...]]) -> Floats:
    """What an earlier release did not measure is 0."""
    matrix = np.zeros((len(rows), len(FEATURES)))
    for place, row in enumerate(rows):
        matrix[place, : len(row)] = row
    return matrix
