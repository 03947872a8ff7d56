"""Trains the source classifier on questions that agents answered with an article or a macro.

Passages of the sources are examples too, with less weight, because customers use other words. By
cross-validation each question is also judged by a classifier that has not learnt from it. A kind of
source is kept only if the right sources are likelier there than by chance, and the log-odds given
there calibrate the ranker.
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
# With fewer questions a kind is not learnt, and with fewer of a source that source is not.
LEAST_QUESTIONS = 20
LEAST_OF_SOURCE = 2
# Time grows with the questions and with the sources: 10,000 of 300 take 24 seconds.
MOST_SOURCES = 500
# scikit-learn's C, the inverse of the regularisation, which is weak: embeddings have length 1, and
# few of them are alike.
INVERSE_REGULARISATION = 20.0
PASSAGE_WEIGHT = 0.5
MOST_ITERATIONS = 300


@dataclass(frozen=True)
class HeldOut:
    """What a classifier says of a question that it has not learnt.

    `log_odds`: float32, of each source; `places`: where each is, shared by a fold's questions.
    """

    places: Mapping[UUID, int]
    log_odds: Floats

    def of(self, source_id: UUID | None) -> float | None:
        """None for a source that the classifier does not know."""
        place = self.places.get(source_id) if source_id else None
        return None if place is None else float(self.log_odds[place])


@dataclass(frozen=True)
class TrainedSources:
    """A classifier. `questions`: the number of answered questions, of all kinds.

    `right`: by kind, the share of held-out questions whose source was ranked first. `held_out`: by
    message.
    """

    classifier: SourceClassifier
    questions: int
    right: Mapping[str, float]
    held_out: Mapping[UUID, HeldOut]

    @property
    def figures(self) -> dict[str, float | int]:
        """The figures in the report of the model version."""
        shares = {f"{kind}_right": round(share, 4) for kind, share in self.right.items()}
        return {"questions": self.questions, **shares}

    @property
    def description(self) -> str:
        """The figures as a sentence."""
        if not self.right:
            return f"{self.questions:,} answered questions tell too little of what answers others"
        shares = ", ".join(
            f"the right {kind} first for {share:.1%}" for kind, share in self.right.items()
        )
        return f"{self.questions:,} answered questions; of those that it did not know {shares}"


def find_learnable(questions: Sequence[EmbeddedText]) -> set[UUID]:
    """The sources that answered most of these questions, each at least two."""
    counts = Counter(each.source_id for each in questions).most_common(MOST_SOURCES)
    return {id_ for id_, count in counts if id_ and count >= LEAST_OF_SOURCE}


def train_sources(
    questions: Sequence[EmbeddedText], passages: Sequence[EmbeddedText], encoder: str
) -> TrainedSources:
    """Train a classifier for each kind of source that can be learnt.

    `questions`: oldest first. `passages`: of the sources that answered them. `encoder`: whose
    embeddings they have.
    """
    kinds: dict[str, SourceWeights] = {}
    right: dict[str, float] = {}
    held_out: dict[UUID, HeldOut] = {}
    learnable = find_learnable(questions)
    for kind, is_of_kind in (("article", _is_of_article), ("reply", _is_of_macro)):
        own_questions, own_passages = (
            [each for each in texts if is_of_kind(each) and each.source_id in learnable]
            for texts in (questions, passages)
        )
        sources = {each.source_id for each in own_questions}
        if len(own_questions) < LEAST_QUESTIONS or len(sources) == 1:
            continue
        judged = _cross_validate(own_questions, own_passages)
        if np.mean([odds.of(each.source_id) or 0.0 for each, odds in judged]) > 0:
            kinds[kind] = _fit(own_questions, own_passages)
            right[kind] = float(np.mean([_comes_first(each, odds) for each, odds in judged]))
            held_out |= {each.message_id: odds for each, odds in judged if each.message_id}
    return TrainedSources(SourceClassifier(encoder, kinds), len(questions), right, held_out)


def fill_in_odds(choices: Sequence[Choice], trained: TrainedSources) -> list[Choice]:
    """The choices with the log-odds that their sources had while their questions were held out.

    A choice without these keeps the log-odds that were stored with its suggestion.
    """
    return [_fill_in(choice, trained.held_out.get(choice.message_id)) for choice in choices]


def _fill_in(choice: Choice, held_out: HeldOut | None) -> Choice:
    odds = held_out.of(choice.source_id) if held_out else None
    if odds is None or not choice.features:
        return choice
    return replace(choice, features=_with_odds(choice.features, odds))


def _with_odds(features: Sequence[float], odds: float) -> tuple[float, ...]:
    """The features with these log-odds; those that an earlier release did not store are 0."""
    row = [*features, *[0.0] * (len(FEATURES) - len(features))]
    row[PLACES["past_odds"]] = odds
    return tuple(row)


def _is_of_macro(text: EmbeddedText) -> bool:
    return text.macro_id is not None


def _is_of_article(text: EmbeddedText) -> bool:
    return text.macro_id is None


def _cross_validate(
    questions: Sequence[EmbeddedText], passages: Sequence[EmbeddedText]
) -> list[tuple[EmbeddedText, HeldOut]]:
    """Each question with what a classifier of the other folds says of it.

    It knows no source where the other folds have a single one.
    """
    judged: list[tuple[EmbeddedText, HeldOut]] = []
    for fold in range(FOLDS):
        training = [each for place, each in enumerate(questions) if place % FOLDS != fold]
        held_out = questions[fold::FOLDS]
        if len({each.source_id for each in training}) == 1:
            judged += [(each, HeldOut({}, np.zeros(0, np.float32))) for each in held_out]
            continue
        weights = _fit(training, passages)
        places = {id_: place for place, id_ in enumerate(weights.ids)}
        odds = weights.log_odds(_embeddings(held_out))
        judged += [(each, HeldOut(places, row)) for each, row in zip(held_out, odds, strict=True)]
    return judged


def _comes_first(question: EmbeddedText, held_out: HeldOut) -> bool:
    own = held_out.of(question.source_id)
    return own is not None and own == held_out.log_odds.max()


def _fit(questions: Sequence[EmbeddedText], passages: Sequence[EmbeddedText]) -> SourceWeights:
    ids = sorted({each.source_id for each in questions if each.source_id})
    places = {id_: place for place, id_ in enumerate(ids)}
    texts = [each for each in (*questions, *passages) if each.source_id in places]
    sources = [places[each.source_id] for each in texts if each.source_id]
    sample_weights = np.full(len(texts), PASSAGE_WEIGHT)
    sample_weights[: len(questions)] = 1
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_ITERATIONS)
    model.fit(_embeddings(texts), sources, sample_weight=sample_weights)
    weights, bias = model.coef_, model.intercept_[:, None]
    if len(ids) == len(weights) + 1:
        # For two classes scikit-learn has only one row.
        weights, bias = np.vstack([-weights, weights]) / 2, np.vstack([-bias, bias]) / 2
    return SourceWeights(ids, np.hstack([weights, bias]).astype(np.float32))


def _embeddings(texts: Sequence[EmbeddedText]) -> Floats:
    return np.stack([each.embedding for each in texts])
