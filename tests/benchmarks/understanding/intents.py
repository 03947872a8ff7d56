"""Intents: how many are right, whether confidence can be believed, and what is refused.

Everything is trained by `train_model` and read by `Reader`, as the product does, on the int8
encoder of the processor. Banking77's test rows are read once each and choose nothing.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.texts import BANKING77
from tests.benchmarks.understanding.rows import Row
from tests.benchmarks.understanding.sentiment import read_intents, read_sample
from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.payloads import ScoredLabel
from workers.direct.reader import Reader
from workers.evaluation.evaluate import Evaluation, evaluate
from workers.fitting.model_training import TrainingData, train_model
from workers.models.artifact import Model, load_model
from workers.models.encoder import Encoder
from workers.text.language import LanguageIdentifier

Rows = Sequence[tuple[str, str]]
SEED = 0
FEW = 10
# So many intents stand for what nobody asks this company, and so many examples show that.
FOREIGN = 27
FOREIGN_EXAMPLES = 100


@dataclass(frozen=True)
class Judged:
    """A model on rows that it does not know. Seconds of one run."""

    model: Model
    found: Evaluation
    predicted: tuple[ScoredLabel, ...]
    expected: tuple[str, ...]
    training_seconds: float
    encoding_seconds: float


def measure(encoder: Encoder) -> list[Row]:
    """Nothing where the questions are not to be had."""
    if not BANKING77.exists():
        return [Row("intents", "Banking77 is not here", "–", "not measured", "–", reached=None)]
    train, test = read_banking("train"), read_banking("test")
    full = judge(encoder, train, test)
    few = judge(encoder, first_of_each(train, FEW), test)
    return [
        _accuracy("intent accuracy, full training set", "BERT 93.66, DIET 88.6", full, 0.945),
        _training_time(full),
        _accuracy("the same, 10 examples an intent", "USE+ConveRT 85.19, BERT 83.42", few, 0.86),
        _calibration(full),
        _precision(full),
        *_refusals(encoder, train, test),
    ]


def judge(encoder: Encoder, train: Rows, test: Rows) -> Judged:
    """Train on one, read the other."""
    started = time.perf_counter()
    encoder.encode([text for text, _ in train])
    encoding_seconds = time.perf_counter() - started
    sentiment = [(row["text"], row["label"]) for row in read_sample(held_out=False)]
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "model"
        started = time.perf_counter()
        data = TrainingData(train, sentiment)
        train_model(encoder, data, folder, seed=SEED, report=lambda _: None)
        training_seconds = time.perf_counter() - started
        model = load_model(folder, encoder.identity)
    reader = Reader(encoder, model, LanguageIdentifier())
    predicted = tuple(read.intent for read in reader.read([text for text, _ in test], "en"))
    expected = tuple(label for _, label in test)
    found = evaluate(expected, predicted)
    return Judged(model, found, predicted, expected, training_seconds, encoding_seconds)


def read_banking(part: str) -> list[tuple[str, str]]:
    """(text, intent) in the order of the file."""
    with BANKING77.with_name(f"{part}.csv").open(newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def first_of_each(rows: Rows, count: int) -> list[tuple[str, str]]:
    """The first so many rows of each label, in the order of the file."""
    seen: Counter[str] = Counter()
    kept = []
    for text, label in rows:
        seen[label] += 1
        if seen[label] <= count:
            kept.append((text, label))
    return kept


def _accuracy(measure: str, reference: str, judged: Judged, goal: float) -> Row:
    found = judged.found.accuracy
    result = f"{found:.2%} (macro F1 {judged.found.macro_f1:.3f})"
    return Row(measure, "Banking77 test", reference, result, f"≥ {goal:.1%}", found >= goal)


def _training_time(judged: Judged) -> Row:
    ratio = judged.training_seconds / judged.encoding_seconds
    return Row(
        "its training, sentiment included",
        "Banking77 train",
        f"encoding alone {judged.encoding_seconds:.0f} s",
        f"{judged.training_seconds:.0f} s, {ratio:.1f} times",
        "≤ 5 times",
        ratio <= 5,
    )


def _calibration(judged: Judged) -> Row:
    ece = judged.found.ece
    return Row("calibration error", "Banking77 test", "–", f"{ece:.3f}", "≤ 0.03", ece <= 0.03)


def _precision(judged: Judged) -> Row:
    """The threshold comes from training: where 97 % were right of examples not known."""
    threshold = judged.model.manifest.reports["intent"]["sure_from"]
    pairs = zip(judged.predicted, judged.expected, strict=True)
    sure = [told.label == true for told, true in pairs if told.confidence >= threshold]
    precision, coverage = sum(sure) / len(sure), len(sure) / len(judged.expected)
    return Row(
        "precision from the 97 % threshold on",
        "Banking77 test",
        "–",
        f"{precision:.2%} at a coverage of {coverage:.1%}",
        "≥ 96.5 % at ≥ 85 %",
        precision >= 0.965 and coverage >= 0.85,
    )


def _refusals(encoder: Encoder, train: Rows, test: Rows) -> list[Row]:
    """Stand-ins for data that are not here."""
    return [*_refuse_foreign(encoder, train, test), _refuse_varied(encoder, train, test)]


def _refuse_foreign(encoder: Encoder, train: Rows, test: Rows) -> list[Row]:
    """27 of the intents are foreign, and examples of half of them are shown.

    Asked are the known intents with the foreign ones that nobody showed, which are of the same
    bank and so the hardest there are; and with what another company is asked.
    """
    labels = sorted({label for _, label in train})
    foreign = set(random.Random(SEED).sample(labels, FOREIGN))
    shown = set(sorted(foreign)[::2])
    examples = [(text, OUT_OF_SCOPE) for text, label in train if label in shown]
    spread = examples[:: max(1, len(examples) // FOREIGN_EXAMPLES)][:FOREIGN_EXAMPLES]
    known = [row for row in test if row[1] not in foreign]
    unseen = [text for text, label in test if label in foreign - shown]
    elsewhere = [text for intent in read_intents() for text in intent["examples"]]
    told = judge(
        encoder,
        [*(row for row in train if row[1] not in foreign), *spread],
        [*known, *((text, OUT_OF_SCOPE) for text in [*unseen, *elsewhere])],
    )
    near = len(known) + len(unseen)
    scope = f"50 of Banking77's intents, {FOREIGN_EXAMPLES} questions of others shown"
    elsewhere_places = [*range(len(known)), *range(near, len(told.expected))]
    return [
        _refusal(told, range(near), f"{scope}; {len(unseen)} of intents that nobody showed"),
        _refusal(told, elsewhere_places, f"{scope}; {len(elsewhere)} to another company"),
    ]


def _refuse_varied(encoder: Encoder, train: Rows, test: Rows) -> Row:
    """All intents, and questions about anything: every other one is shown, the others are asked."""
    (anything,) = (each["examples"] for each in read_intents() if each["slug"] == OUT_OF_SCOPE)
    shown, asked = ([(text, OUT_OF_SCOPE) for text in anything[half::2]] for half in (0, 1))
    told = judge(encoder, [*train, *shown], [*test, *asked])
    scope = f"Banking77's 77 intents, {len(shown)} questions about anything shown"
    return _refusal(told, range(len(told.expected)), f"{scope}; {len(asked)} others")


def _refusal(told: Judged, places: Sequence[int], data: str) -> Row:
    found = evaluate([told.expected[p] for p in places], [told.predicted[p] for p in places])
    return Row(
        "in-scope accuracy with out-of-scope recall",
        f"stand-in: {data}",
        "BERT 96.2 with 52.3, of other data",
        f"{found.in_scope_accuracy:.1%} with {found.out_of_scope_recall:.1%}",
        "both better, on data that are not here",
        reached=None,
    )
