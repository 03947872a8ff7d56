"""Learning which article or prepared reply answers a question, from what agents answered.

What a source says teaches too, but counts less than a question: people ask in other words. Each
question is also judged by a classifier that has not learnt it. A kind is kept only where these find
the right source likelier than chance, and their log-odds tell a ranker how sure it may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from workers.models.ranker import FEATURES, PLACES
from workers.models.source_classifier import Floats, SourceClassifier, SourceWeights
from workers.records.decisions import Choice
from workers.records.knowledge import EmbeddedText

# Each fifth of the questions is held out once.
FOLDS = 5
# Fewer questions of one kind teach nothing about it, and one alone nothing of its source.
LEAST_QUESTIONS = 20
LEAST_OF_SOURCE = 2
# Inverse strength of what keeps weights small: embeddings are short, and few are alike.
STRENGTH = 20.0
PASSAGE_WEIGHT = 0.5
STEPS = 300


@dataclass(frozen=True)
class TrainedSources:
    """`right`: by kind, the share of questions whose source came first while they were held out.

    `held_out`: the log-odds of each message's sources then.
    """

    classifier: SourceClassifier
    questions: int
    right: Mapping[str, float]
    held_out: Mapping[UUID, Mapping[UUID | None, float]]

    @property
    def figures(self) -> dict[str, float | int]:
        """For whoever looks at model versions."""
        shares = {f"{kind}_right": round(share, 4) for kind, share in self.right.items()}
        return {"questions": self.questions, **shares}

    @property
    def description(self) -> str:
        """The same for people."""
        if not self.right:
            return f"{self.questions:,} answered questions tell too little of what answers others"
        shares = ", ".join(
            f"the right {kind} first for {share:.1%}" for kind, share in self.right.items()
        )
        return f"{self.questions:,} answered questions; of those that it did not know {shares}"


def find_learnable(questions: Sequence[EmbeddedText]) -> set[UUID]:
    """The sources that answered several of these questions."""
    times = Counter(each.source_id for each in questions)
    return {id_ for id_, count in times.items() if id_ and count >= LEAST_OF_SOURCE}


def train_sources(
    questions: Sequence[EmbeddedText], passages: Sequence[EmbeddedText], encoder: str
) -> TrainedSources:
    """From questions in the order in which they were asked, and passages of what answered them.

    `encoder`: whose embeddings they are.
    """
    kinds: dict[str, SourceWeights] = {}
    right: dict[str, float] = {}
    held_out: dict[UUID, Mapping[UUID | None, float]] = {}
    learnable = find_learnable(questions)
    for kind, is_own in (("article", _is_of_article), ("reply", _is_of_macro)):
        asked, said = (
            [each for each in texts if is_own(each) and each.source_id in learnable]
            for texts in (questions, passages)
        )
        if len(asked) < LEAST_QUESTIONS or len({each.source_id for each in asked}) == 1:
            continue
        judged = _cross_fit(asked, said)
        if np.mean([odds.get(each.source_id, 0.0) for each, odds in judged]) > 0:
            kinds[kind] = _fit(asked, said)
            right[kind] = float(np.mean([_comes_first(each, odds) for each, odds in judged]))
            held_out |= {each.message_id: odds for each, odds in judged if each.message_id}
    return TrainedSources(SourceClassifier(encoder, kinds), len(questions), right, held_out)


def fill_in_odds(choices: Sequence[Choice], trained: TrainedSources) -> list[Choice]:
    """The choices with the log-odds of classifiers that had not learnt their questions.

    Where there are none, what was stored with the suggestion stays.
    """
    filled = []
    for choice in choices:
        odds = trained.held_out.get(choice.message_id, {})
        if choice.source_id in odds:
            features = _with_odds(choice.features, odds[choice.source_id])
            filled.append(replace(choice, features=features))
        else:
            filled.append(choice)
    return filled


def _with_odds(features: Sequence[float], odds: float) -> tuple[float, ...]:
    """Features of an earlier release are fewer; 0 is unknown."""
    row = [*features, *[0.0] * (len(FEATURES) - len(features))]
    row[PLACES["past_odds"]] = odds
    return tuple(row)


def _is_of_macro(text: EmbeddedText) -> bool:
    return text.macro_id is not None


def _is_of_article(text: EmbeddedText) -> bool:
    return text.macro_id is None


def _cross_fit(
    asked: Sequence[EmbeddedText], said: Sequence[EmbeddedText]
) -> list[tuple[EmbeddedText, dict[UUID | None, float]]]:
    """Each question with the log-odds that a classifier of the other folds gives to the sources."""
    judged: list[tuple[EmbeddedText, dict[UUID | None, float]]] = []
    for fold in range(FOLDS):
        learnt = [each for place, each in enumerate(asked) if place % FOLDS != fold]
        held_out = asked[fold::FOLDS]
        if len({each.source_id for each in learnt}) == 1:
            judged += [(each, {}) for each in held_out]
            continue
        known = _fit(learnt, said)
        odds = known.log_odds(_embeddings(held_out)).tolist()
        judged += [
            (each, dict(zip(known.ids, row, strict=True)))
            for each, row in zip(held_out, odds, strict=True)
        ]
    return judged


def _comes_first(question: EmbeddedText, odds: Mapping[UUID | None, float]) -> bool:
    return question.source_id in odds and odds[question.source_id] == max(odds.values())


def _fit(asked: Sequence[EmbeddedText], said: Sequence[EmbeddedText]) -> SourceWeights:
    ids = sorted({each.source_id for each in asked if each.source_id})
    places = {id_: place for place, id_ in enumerate(ids)}
    texts = [each for each in (*asked, *said) if each.source_id in places]
    sources = [places[each.source_id] for each in texts if each.source_id]
    counts = np.full(len(texts), PASSAGE_WEIGHT)
    counts[: len(asked)] = 1
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS)
    model.fit(_embeddings(texts), sources, sample_weight=counts)
    weights, bias = model.coef_, model.intercept_[:, None]
    if len(ids) == len(weights) + 1:
        # Of two classes scikit-learn keeps one row.
        weights, bias = np.vstack([-weights, weights]) / 2, np.vstack([-bias, bias]) / 2
    return SourceWeights(ids, np.hstack([weights, bias]).astype(np.float32))


def _embeddings(texts: Sequence[EmbeddedText]) -> Floats:
    return np.stack([each.embedding for each in texts])
