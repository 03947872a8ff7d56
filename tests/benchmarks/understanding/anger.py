"""What the policy's threshold of anger would do at each value, to choose it by.

`python -m tests.benchmarks.understanding.anger`: shares of rows that would be handed to a human.
The sample's sentiment rows are each read by a model that has not learnt them; the examples of its
intents, which nobody has labelled with feelings, stand for all the questions that come in.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

from tests.benchmarks.understanding.sentiment import (
    LANGUAGE,
    SEED,
    read_intents,
    read_sample,
    trained_reader,
)
from workers.direct.reader import Reader
from workers.models.artifact import SENTIMENTS

FOLDS = 5
THRESHOLDS = (-0.5, -0.6, -0.7, -0.75, -0.8, -0.85, -0.9, -0.95)

Scores = NDArray[np.float64]


def print_trade_off() -> None:
    """One line a threshold."""
    rows = read_sample(held_out=False)
    labels = np.array([row["label"] for row in rows])
    scores = _cross_validate([row["text"] for row in rows], labels)
    questions = [text for intent in read_intents() for text in intent["examples"]]
    with trained_reader(rows) as reader:
        of_questions = _scores(reader, questions)
    for threshold in THRESHOLDS:
        shares = {label: (scores[labels == label] < threshold).mean() for label in SENTIMENTS}
        shares["questions"] = (of_questions < threshold).mean()
        found = "   ".join(f"{name} {share:6.1%}" for name, share in sorted(shares.items()))
        sys.stdout.write(f"{threshold:6}   {found}\n")


def _cross_validate(texts: list[str], labels: NDArray[np.str_]) -> Scores:
    scores = np.zeros(len(texts))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for learnt, held_out in folds.split(texts, labels):
        rows = [{"text": texts[place], "label": str(labels[place])} for place in learnt]
        with trained_reader(rows) as reader:
            scores[held_out] = _scores(reader, [texts[place] for place in held_out])
    return scores


def _scores(reader: Reader, texts: list[str]) -> Scores:
    return np.array([message.sentiment.score for message in reader.read(texts, LANGUAGE)])


if __name__ == "__main__":
    print_trade_off()
