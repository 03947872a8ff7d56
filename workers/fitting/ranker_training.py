"""Learning to rank from what agents chose: a logistic regression that corrects the priors.

A suggestion that an agent chose is right, and those of the same kind shown beside it are wrong; one
of which half was kept is half right. Where nothing was chosen, only rejected ones are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from workers.fitting.promotion import CHANCE
from workers.fitting.ranker_calibration import calibrate, list_rows, measure_doubt, to_matrix
from workers.models.ranker import FEATURES, PLACES, PRIORS, Floats, Ranker, Weights
from workers.records.decisions import Choice

FOLDS = 5
# Fewer choices than this of one kind teach nothing about it.
LEAST_CHOSEN = 20
# In standard errors. Candidates that were shown had been chosen by the ranking before, and say too
# little of what it was right about: with one, 500 choices gained 9.6 % on development questions,
# with two 12.0 %.
DOUBT = 2
# Inverse regularisation strengths (scikit-learn's `C`), the strongest regularisation first.
STRENGTHS = (0.001, 0.01, 0.1, 1.0)

_Messages = Sequence[Sequence[Choice]]
# A kind, and the features of the chosen candidate and of the other.
_Pair = tuple[str, tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True)
class TrainedRanker:
    """A fitted ranker, judged on held-out pairs of a chosen candidate and one that was not.

    `right`: the share of pairs in the right order; `champion_right`: the same of the champion,
    which may have learnt from them; `doubt`: how much of the difference chance explains.
    """

    kinds: Mapping[str, Weights]
    messages: int
    pairs: int
    right: float
    champion_right: float
    doubt: float

    @property
    def figures(self) -> dict[str, float | int]:
        """As the model version stores them."""
        return {
            "messages": self.messages,
            "pairs": self.pairs,
            "right": round(self.right, 4),
            "champion_right": round(self.champion_right, 4),
        }

    @property
    def description(self) -> str:
        """The figures and the verdict, in words."""
        verdict = "ranks from now on" if self.is_better else "is worse, and is not kept"
        return (
            f"{self.messages:,} messages with a choice; of {self.pairs:,} pairs that it did not "
            f"know {self.right:.1%} in their order, the one before, which may know them, "
            f"{self.champion_right:.1%}; it {verdict}"
        )

    @property
    def is_better(self) -> bool:
        """Whether it ranks no worse than the champion, up to chance.

        Unlike heads it needs no memory of the best: the champion has learnt from many of these
        pairs, and each training begins at the same priors.
        """
        return self.right + self.doubt >= self.champion_right


def train_ranker(
    choices: Sequence[Choice], champion: Ranker, sources: Mapping[str, int]
) -> TrainedRanker | None:
    """Fit a ranker on choices; None where there are too few. `sources`: how many there are by kind.

    It is judged by cross-validation: each fifth of the messages by a ranker fitted on the others.
    The ranker that is returned is fitted on all of them.
    """
    messages = [list(group) for _, group in groupby(choices, lambda each: each.message_id)]
    if not _fit_kinds(messages, STRENGTHS[0], sources):
        return None
    strength, right = _choose_strength(messages)
    pairs = [pair for fold in _folds(messages) for pair in _pairs_of(fold)]
    champion_right = _are_right(pairs, champion.kinds)
    return TrainedRanker(
        _fit_kinds(messages, strength, sources),
        messages=len(messages),
        pairs=len(pairs),
        right=float(np.mean(right)),
        champion_right=float(np.mean(champion_right)),
        # The pairs of one message are right or wrong together.
        doubt=float(CHANCE * np.std(np.subtract(right, champion_right)) / np.sqrt(len(messages))),
    )


def _choose_strength(messages: _Messages) -> tuple[float, list[float]]:
    """The strongest regularisation within `DOUBT` of the best, and its results.

    After the rule of one standard error (Breiman et al. 1984).
    """
    judged = [(strength, _judge(messages, strength)) for strength in STRENGTHS]
    best = max((right for _, right in judged), key=np.mean)
    # The pairs of one message are right or wrong together.
    least = np.mean(best) - DOUBT * np.std(best) / np.sqrt(len(messages))
    return next((strength, right) for strength, right in judged if np.mean(right) >= least)


def _judge(messages: _Messages, strength: float) -> list[float]:
    """For each held-out pair, whether a ranker fitted on the other folds orders it right."""
    right = []
    for place, held_out in enumerate(_folds(messages)):
        learnt = [each for other, each in enumerate(messages) if other % FOLDS != place]
        kinds = {**PRIORS.kinds, **_fit_kinds(learnt, strength, {})}
        right += _are_right(_pairs_of(held_out), kinds)
    return right


def _folds(messages: _Messages) -> list[_Messages]:
    return [messages[place::FOLDS] for place in range(FOLDS)]


def _fit_kinds(
    messages: _Messages, strength: float, sources: Mapping[str, int]
) -> dict[str, Weights]:
    fitted = {}
    for kind, prior in PRIORS.kinds.items():
        shown = [[each for each in message if each.kind == kind] for message in messages]
        pairs = _pairs_of(shown)
        rows = [row for each in shown for row in list_rows(each)]
        if sum(right for _, right, _ in rows) >= LEAST_CHOSEN and pairs:
            doubt = measure_doubt(shown, sources.get(kind, 0))
            fitted[kind] = calibrate(_order(pairs, prior, strength), rows, prior, doubt)
    return fitted


def _order(pairs: Sequence[_Pair], prior: Weights, strength: float) -> Floats:
    """Weights that put chosen candidates before others: pairwise ranking (Herbrich et al. 1999).

    The prior's logit is one more feature, so that what is learnt corrects the prior. The sources'
    log-odds keep their share of all weights: questions that were held out are further from the
    others than the next ones will be, and would teach to mistrust them.
    """
    better, worse = (to_matrix(rows) for rows in zip(*(pair[1:] for pair in pairs), strict=True))
    is_odds = np.arange(len(FEATURES)) == PLACES["past_odds"]
    differences = np.where(is_odds, 0, better - worse)
    prior_weights = np.where(is_odds, 0, prior.weights)
    features = np.column_stack([differences @ prior_weights, differences])
    both_ways = np.concatenate([features, -features])
    order = np.repeat([True, False], len(features))
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2_000)
    scale, *corrections = model.fit(both_ways, order).coef_[0]
    learnt = scale * prior_weights + corrections
    growth = np.linalg.norm(learnt) / np.linalg.norm(prior_weights)
    weights: Floats = np.where(is_odds, growth * np.array(prior.weights), learnt)
    return weights


def _pairs_of(messages: _Messages) -> list[_Pair]:
    return [pair for message in messages for pair in _pairs(message)]


def _pairs(message: Sequence[Choice]) -> Iterator[_Pair]:
    """Each chosen candidate with each of the same kind that was shown and not chosen."""
    ranked = [each for each in message if each.features]
    for chosen in ranked:
        for other in ranked:
            if chosen.is_chosen and not other.is_chosen and other.kind == chosen.kind:
                yield chosen.kind, chosen.features, other.features


def _are_right(pairs: Sequence[_Pair], kinds: Mapping[str, Weights]) -> list[float]:
    """For each pair, 1 where the chosen candidate ranks first, 1/2 for a tie, else 0."""
    ranker, pair_kinds = Ranker("in question", kinds), [kind for kind, _, _ in pairs]
    better = ranker.logits(pair_kinds, to_matrix([chosen for _, chosen, _ in pairs]))
    worse = ranker.logits(pair_kinds, to_matrix([other for _, _, other in pairs]))
    return [float(right) for right in (np.sign(better - worse) + 1) / 2]
