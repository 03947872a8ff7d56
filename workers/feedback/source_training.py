"""Learning which article or prepared reply answers a question, from what agents answered.

What a source says teaches too, but counts less than a question: people ask in other words. What is
learnt is tried on a fifth of the questions that it has not seen, and kept only where it tells the
right source to be likelier there than chance does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from workers.models.source_classifier import Floats, SourceClassifier, SourceWeights
from workers.records.knowledge import EmbeddedText

# Every fifth question is held out.
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
    """`right`: by kind, the share of held-out questions whose source came first."""

    classifier: SourceClassifier
    questions: int
    right: Mapping[str, float]

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
    learnable = find_learnable(questions)
    for kind, is_own in (("article", _is_of_article), ("reply", _is_of_macro)):
        asked, said = (
            [each for each in texts if is_own(each) and each.source_id in learnable]
            for texts in (questions, passages)
        )
        if len(asked) < LEAST_QUESTIONS or len({each.source_id for each in asked}) == 1:
            continue
        share, odds = _try(asked, said)
        if odds > 0:
            kinds[kind], right[kind] = _fit(asked, said), share
    return TrainedSources(SourceClassifier(encoder, kinds), len(questions), right)


def _is_of_macro(text: EmbeddedText) -> bool:
    return text.macro_id is not None


def _is_of_article(text: EmbeddedText) -> bool:
    return text.macro_id is None


def _try(asked: Sequence[EmbeddedText], said: Sequence[EmbeddedText]) -> tuple[float, float]:
    """Of the questions held out: the share with the right source first, and its mean log-odds.

    Both are 0 where nothing could be tried.
    """
    learnt = [each for place, each in enumerate(asked) if place % FOLDS]
    sources = {each.source_id for each in learnt}
    held_out = [each for each in asked[::FOLDS] if each.source_id in sources]
    if len(sources) == 1 or not held_out:
        return 0.0, 0.0
    known = _fit(learnt, said)
    places = {id_: place for place, id_ in enumerate(known.ids)}
    odds = known.log_odds(_embeddings(held_out))
    right = [places[each.source_id] for each in held_out if each.source_id]
    share = np.mean(odds.argmax(axis=1) == right)
    return float(share), float(odds[np.arange(len(right)), right].mean())


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
