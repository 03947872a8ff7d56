"""What is sent: real questions where they may be read, else the sample company's."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BANKING77 = REPOSITORY.parent / "shared" / "data" / "banking77" / "test.csv"
SAMPLE = REPOSITORY / "apps" / "sample" / "data" / "intents.json"


def read_texts(count: int) -> list[str]:
    """`count` short questions, the same ones each time, repeated where there are fewer."""
    return list(itertools.islice(itertools.cycle(_read_all()), count))


def describe_texts() -> str:
    """Where the texts are from, for the report."""
    return "Banking77 test" if BANKING77.exists() else "the sample company's examples"


def _read_all() -> list[str]:
    if BANKING77.exists():
        with BANKING77.open(newline="") as file:
            return [row["text"] for row in csv.DictReader(file)]
    return [text for intent in json.loads(SAMPLE.read_text()) for text in intent["examples"]]
