"""Sentiment in three classes, beside VADER: macro F1 on rows that no model has learnt from.

The rows are the sample company's held-out ones and `sentiment.jsonl`, which was written to be hard
before anything was learnt for it. A row's label is what the writer feels about the company, not
how bad the topic is:

- A question about something bad, or a fault that is only reported, is neutral. Blame, reproach and
  "again" are negative.
- Courtesy in a request is neutral; thanks for what was done is positive.
- Of mixed feelings the one counts that stays at the end or outweighs the other.
- Sarcasm is labelled as it is meant; praise too faint to please anybody is neutral.

`python -m tests.benchmarks.understanding.sentiment` also says how each kind of row fares.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import f1_score  # type: ignore[import-untyped]
from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]
    SentimentIntensityAnalyzer,
)

from tests.benchmarks.understanding.rows import Row
from workers.direct.reader import Reader
from workers.fitting.model_training import TrainingData, train_model
from workers.models.artifact import Model, load_model
from workers.models.encoder import Encoder
from workers.models.export import ensure_encoder
from workers.text.language import LanguageIdentifier

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "apps" / "sample" / "data"
ADVERSARIAL = Path(__file__).with_name("sentiment.jsonl")
LANGUAGE = "en"
SEED = 0
# A model has an intent head too; nothing here asks it, so it learns from little.
INTENTS_LEARNT = 2
# What VADER's authors call standard for its compound score.
VADER_THRESHOLD = 0.05
LEAD = 0.10


@dataclass(frozen=True)
class Judged:
    """A text, what it is, and what both say that it is. `kind`: `sample` or one of the list."""

    text: str
    kind: str
    label: str
    ours: str
    vader: str


def measure() -> list[Row]:
    """Both lists together first: that row has the goal."""
    judged = judge()
    parts = {
        "sample held out and adversarial": judged,
        "sample held out": [row for row in judged if row.kind == "sample"],
        "adversarial": [row for row in judged if row.kind != "sample"],
    }
    return [_row(name, rows, goal=rows is judged) for name, rows in parts.items()]


def judge() -> list[Judged]:
    """Train on the sample as the product does, then read every held-out row."""
    rows = [*read_sample(held_out=True), *_read(ADVERSARIAL)]
    texts = [row["text"] for row in rows]
    with trained_reader(read_sample(held_out=False)) as reader:
        ours = [message.sentiment.label for message in reader.read(texts, LANGUAGE)]
    return [
        Judged(row["text"], row["kind"], row["label"], our, vader)
        for row, our, vader in zip(rows, ours, vader_labels(texts), strict=True)
    ]


def vader_labels(texts: Iterable[str]) -> list[str]:
    """The reference's labels."""
    analyzer = SentimentIntensityAnalyzer()
    return [_vader_label(analyzer.polarity_scores(text)["compound"]) for text in texts]


def _vader_label(compound: float) -> str:
    if compound >= VADER_THRESHOLD:
        return "positive"
    return "negative" if compound <= -VADER_THRESHOLD else "neutral"


def read_sample(*, held_out: bool) -> list[dict[str, Any]]:
    """The sample's rows, of the kind `sample`."""
    rows = _read(SAMPLE / ("sentiment_held_out.jsonl" if held_out else "sentiment.jsonl"))
    return [row | {"kind": "sample"} for row in rows]


@contextmanager
def trained_reader(learnt: list[dict[str, Any]]) -> Iterator[Reader]:
    """What reads texts after learning these rows."""
    folder = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    encoder = Encoder(ensure_encoder(folder, _ignore), threads=os.cpu_count() or 1)
    yield Reader(encoder, _train(encoder, learnt), LanguageIdentifier())
    encoder.close()


def _train(encoder: Encoder, learnt: list[dict[str, Any]]) -> Model:
    intents = read_intents()[:INTENTS_LEARNT]
    with tempfile.TemporaryDirectory(prefix="firstline-sentiment-") as folder:
        data = TrainingData(
            [(text, intent["slug"]) for intent in intents for text in intent["examples"]],
            [(row["text"], row["label"]) for row in learnt],
        )
        train_model(encoder, data, Path(folder) / "model", seed=SEED, report=_ignore)
        return load_model(Path(folder) / "model", encoder.identity)


def read_intents() -> list[dict[str, Any]]:
    """The sample's intents with their examples."""
    return list(json.loads((SAMPLE / "intents.json").read_text("utf-8")))


def _row(name: str, rows: list[Judged], *, goal: bool) -> Row:
    ours, vader = macro_f1(rows, "ours"), macro_f1(rows, "vader")
    return Row(
        measure="sentiment, macro F1, three classes",
        data=f"{name} ({len(rows)} texts)",
        reference=f"VADER {100 * vader:.1f}",
        result=f"{100 * ours:.1f}",
        goal=f"ahead by {100 * LEAD:.0f} points" if goal else "",
        reached=ours - vader >= LEAD if goal else None,
    )


def macro_f1(rows: list[Judged], judge: str) -> float:
    """`judge`: `ours` or `vader`."""
    said = [getattr(row, judge) for row in rows]
    return float(f1_score([row.label for row in rows], said, average="macro"))


def print_kinds(judged: list[Judged]) -> None:
    """The share that is right, kind by kind: many kinds have one label, and so no macro F1."""
    for kind in dict.fromkeys(row.kind for row in judged):
        rows = [row for row in judged if row.kind == kind]
        ours, vader = (
            sum(getattr(row, judge) == row.label for row in rows) / len(rows)
            for judge in ("ours", "vader")
        )
        sys.stdout.write(f"{kind:40}{len(rows):5} rows {ours:7.1%} VADER {vader:7.1%}\n")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _ignore(line: str) -> None:
    """Training's progress is of no interest here."""


if __name__ == "__main__":
    print_kinds(judge())
