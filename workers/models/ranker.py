"""The ranker: for each kind of candidate, a logistic function of features that can be explained.

One feature is itself a prediction: the log-odds that an article or a macro answers the question
(`source_classifier`).

A feature is 0 where it is unknown, so that a new installation ranks by what it has. Suggestions
store their features by position: a new feature is added at the end, and counts as 0 in older rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from workers.errors import SetupError
from workers.models.source_classifier import (
    NO_SOURCES,
    SOURCES_FILE,
    SourceClassifier,
    read_sources,
    write_sources,
)

RANKER_FILE = "ranker.json"
# The reason that each feature is shown as: several features may share one.
FEATURES: dict[str, str] = {
    "meaning": "meaning",  # cosine of the best passage, in [-1, 1]
    "meaning_lead": "meaning",  # the same, less the best of any candidate: 0 or below
    "meaning_rank": "meaning",  # 1 for the nearest passage, 1/2 for the next, …, 0 if not found
    "words": "words",  # full-text score beside the best one, in [0, 1]
    "words_rank": "words",  # 1, 1/2, …, 0 as above
    "intent": "intent",  # probability of the intents that it is linked to
    "share": "accepted",  # of what agents chose for these intents, the share that was this
    "acceptance": "accepted",  # how good it was there when it was judged, from -0.5 to 0.5
    "past": "past",  # the share of the nearest past questions that it answered
    "past_lead": "past",  # its nearest past question, less the nearest of all: 0 or below
    "entity": "entity",  # the share of the message's entities that its best passage mentions
    "other_language": "language",  # 1 where it is not in the message's language
    "age": "age",  # 0 when just written, 1/2 after a year
    "sent_before": "sent",  # 1 where this contact got it already
    "past_spelling": "past",  # how alike a near past question that it answered is spelt, in [0, 1]
    "past_odds": "past",  # log-odds that it answers this, by the source classifier: -3 or above
}
PLACES = {name: place for place, name in enumerate(FEATURES)}
MOST_REASONS = 3
LEAST_CONTRIBUTION = 0.2
LEAST_OBJECTION = 0.5
OBJECTIONS = ("language", "age", "sent")
# The least and, from 1, the greatest confidence: no candidate is certain.
LEAST = 0.0001

Floats = NDArray[np.float64]
_REASONS = tuple(dict.fromkeys(FEATURES.values()))
_BY_REASON = np.array(
    [[shown == reason for reason in _REASONS] for shown in FEATURES.values()], float
)


class BrokenRankerError(SetupError):
    """The stored ranker is not one that this release reads."""


@dataclass(frozen=True)
class Weights:
    """The weights of a kind: logit = `bias + weights · features`; `means`: of each feature."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]


@dataclass(frozen=True)
class Ranker:
    """Weights by kind: `reply`, `answer` (to a solved question), `article`, `action`."""

    version: str
    kinds: Mapping[str, Weights]
    sources: SourceClassifier = NO_SOURCES

    def logits(self, kinds: Sequence[str], features: Floats) -> Floats:
        """The logits of n candidates, by kind. `features`: (n, len(FEATURES))."""
        places = [self._places[kind] for kind in kinds]
        logits: Floats = (features * self._weights[places]).sum(axis=1) + self._biases[places]
        return logits

    def confidences(self, kinds: Sequence[str], features: Floats) -> Floats:
        """The same as probabilities, in (0, 1)."""
        likely = 1 / (1 + np.exp(-self.logits(kinds, features)))
        confidences: Floats = np.clip(np.round(likely, 4), LEAST, 1 - LEAST)
        return confidences

    def explain(self, kinds: Sequence[str], features: Floats) -> list[tuple[str, ...]]:
        """For each candidate its strongest reasons beside the mean; `-` marks an objection."""
        places = [self._places[kind] for kind in kinds]
        weighed = self._weights[places] * (features - self._means[places])
        return [_list_reasons(parts) for parts in (weighed @ _BY_REASON).tolist()]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {kind: place for place, kind in enumerate(self.kinds)}

    @cached_property
    def _biases(self) -> Floats:
        return np.array([weights.bias for weights in self.kinds.values()])

    @cached_property
    def _weights(self) -> Floats:
        return np.array([weights.weights for weights in self.kinds.values()])

    @cached_property
    def _means(self) -> Floats:
        return np.array([weights.means for weights in self.kinds.values()])


def _list_reasons(parts: Sequence[float]) -> tuple[str, ...]:
    weighed = dict(zip(_REASONS, parts, strict=True))
    best = sorted(weighed, key=weighed.__getitem__, reverse=True)[:MOST_REASONS]
    reasons = [reason for reason in best if weighed[reason] >= LEAST_CONTRIBUTION]
    against = [f"-{reason}" for reason in OBJECTIONS if weighed[reason] <= -LEAST_OBJECTION]
    return (*reasons, *against)


class _File(BaseModel):
    """The stored file. Features are named, so that a release with more of them can read it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    features: tuple[str, ...]
    kinds: dict[str, Weights]


def write_ranker(
    kinds: Mapping[str, Weights], sources: SourceClassifier = NO_SOURCES
) -> dict[str, bytes]:
    """The files of a version: a small JSON file, and one of weights."""
    file = _File(format=1, features=tuple(FEATURES), kinds=dict(kinds))
    return {
        RANKER_FILE: json.dumps(file.model_dump(), sort_keys=True).encode(),
        SOURCES_FILE: write_sources(sources),
    }


def read_ranker(version: str, files: Mapping[str, bytes]) -> Ranker:
    """The ranker in files of `write_ranker`, of this release or an earlier one.

    Kinds that are missing keep their priors. Raises BrokenRankerError.
    """
    try:
        file = _File.model_validate_json(files[RANKER_FILE])
        read = {kind: _in_order(weights, file.features) for kind, weights in file.kinds.items()}
        sources = read_sources(files[SOURCES_FILE]) if SOURCES_FILE in files else NO_SOURCES
    except (ValidationError, ValueError, KeyError) as error:
        raise BrokenRankerError(
            f"The ranking model {version} cannot be read by this release: train again."
        ) from error
    return Ranker(version, {**PRIORS.kinds, **read}, sources)


def _in_order(weights: Weights, names: Sequence[str]) -> Weights:
    """Weights in the order of FEATURES. Raises KeyError for a feature of a later release."""
    for name in names:
        PLACES[name]
    by_name = dict(zip(names, weights.weights, strict=True))
    means = dict(zip(names, weights.means, strict=True))
    return make_weights(weights.bias, by_name, means)


def make_weights(bias: float, weights: Mapping[str, float], means: Mapping[str, float]) -> Weights:
    """Weights by the names of features; the others are 0."""
    return Weights(
        bias,
        tuple(weights.get(name, 0.0) for name in FEATURES),
        tuple(means.get(name, 0.0) for name in FEATURES),
    )


_LEARNT = {"share": 1.5, "acceptance": 2.0, "past": 2.0, "past_spelling": 7.0, "past_odds": 1.5}
_FITTING = {"entity": 0.5, "other_language": -2.0, "age": -0.3, "sent_before": -1.0}
_USUAL = {"meaning": 0.3, "words": 0.3, "intent": 0.2}
# The weights before any training: rounded from a logistic regression on the sample company's
# examples, with intents predicted while each was held out. The best article is right about as often
# as its confidence says. An example has an intent, but not which of its replies fits; so a reply's
# similarity has more weight here than in the regression, and its confidence is on the low side.
PRIORS = Ranker(
    "priors",
    {
        "reply": make_weights(
            -5.4, {"meaning": 3.0, "words": 0.6, "intent": 6.2, **_LEARNT, **_FITTING}, _USUAL
        ),
        "answer": make_weights(
            -7.0, {"meaning": 8.0, "intent": 1.5, **_LEARNT, **_FITTING}, {"meaning": 0.5}
        ),
        "article": make_weights(
            -5.6, {"meaning": 4.7, "words": 1.25, "intent": 6.2, **_LEARNT, **_FITTING}, _USUAL
        ),
        "action": make_weights(-3.0, {"intent": 4.0, **_LEARNT}, {"intent": 0.2}),
    },
)
