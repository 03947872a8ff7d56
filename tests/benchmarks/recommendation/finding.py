"""How high the right article comes: by words alone, by meaning alone, and as it is suggested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.recommendation.questions import Question

NEAR = 5
ALL = "all"


@dataclass(frozen=True)
class Places:
    """Of one way to find: the reciprocal rank of the right article, question by question."""

    questions: Sequence[Question]
    reciprocal: Sequence[float]

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return float(np.mean(self.reciprocal))

    @property
    def recall(self) -> float:
        """The share of questions whose article is among the first five."""
        return float(np.mean([place >= 1 / NEAR for place in self.reciprocal]))

    def by_intent(self) -> dict[str, float]:
        """The mean reciprocal rank of each intent's questions."""
        places: defaultdict[str, list[float]] = defaultdict(list)
        for question, place in zip(self.questions, self.reciprocal, strict=True):
            places[question.intent].append(place)
        return {intent: float(np.mean(each)) for intent, each in places.items()}

    def of(self, kind: str) -> Places:
        """Only the questions of one kind, or all."""
        kept = [
            (question, place)
            for question, place in zip(self.questions, self.reciprocal, strict=True)
            if kind in {question.kind, ALL}
        ]
        return Places([question for question, _ in kept], [place for _, place in kept])


def judge(questions: Sequence[Question], found: Sequence[Iterable[str]]) -> Places:
    """`found`: the slugs of articles that were found for each question, the best first."""
    return Places(
        questions,
        [_reciprocal(question, slugs) for question, slugs in zip(questions, found, strict=True)],
    )


def _reciprocal(question: Question, slugs: Iterable[str]) -> float:
    distinct = list(dict.fromkeys(slugs))
    return 1 / (distinct.index(question.article) + 1) if question.article in distinct else 0.0
