"""`make bench-understanding`: language, personal data, sentiment, intents and speed, measured.

Each row stands beside its reference of the same run, or beside a published figure.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.texts import REPOSITORY, describe_texts
from tests.benchmarks.understanding import intents, languages, personal_data, sentiment, speed
from tests.benchmarks.understanding.rows import Row
from workers.fitting.model_training import TrainingData, train_model
from workers.models.artifact import load_model
from workers.models.encoder import Encoder

REPORT = REPOSITORY / "var" / "bench-understanding.json"
VERDICTS = {True: "reached", False: "MISSED", None: ""}


def main() -> None:
    encoder_dir = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    encoder = Encoder(encoder_dir, threads=os.cpu_count() or 1)
    measures: tuple[Callable[[], list[Row]], ...] = (
        lambda: intents.measure(encoder),
        sentiment.measure,
        languages.measure,
        personal_data.measure,
        lambda: _measure_speed(encoder_dir),
    )
    rows = []
    for measure in measures:
        for row in measure():
            rows.append(row)
            sys.stdout.write(_line(row))
            sys.stdout.flush()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))


def _measure_speed(encoder_dir: Path) -> list[Row]:
    """On one thread, with a model of as many intents as there are to be had."""
    encoder = Encoder(encoder_dir)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent)
        sentiments = [(row["text"], row["label"]) for row in sentiment.read_sample(held_out=False)]
        data = TrainingData(_intent_examples(), sentiments)
        train_model(encoder, data, folder / "model", seed=0, report=lambda _: None)
        model = load_model(folder / "model", encoder.identity)
        return speed.measure(encoder_dir, encoder, model, folder)


def _intent_examples() -> list[tuple[str, str]]:
    if describe_texts().startswith("Banking77"):
        return intents.read_banking("train")
    sample = json.loads((sentiment.SAMPLE / "intents.json").read_text())
    return [(text, intent["slug"]) for intent in sample for text in intent["examples"]]


def _line(row: Row) -> str:
    return (
        f"\n{row.measure}\n"
        f"    data       {row.data}\n"
        f"    reference  {row.reference}\n"
        f"    result     {row.result}\n"
        f"    goal       {row.goal}  {VERDICTS[row.reached]}\n"
    )


if __name__ == "__main__":
    main()
