"""Questions with the article that answers them, and what agents are simulated on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
HELD_OUT = REPOSITORY / "apps" / "sample" / "data" / "questions.jsonl"
HARD = Path(__file__).with_name("questions.tsv")
CHOICES = Path(__file__).with_name("choices.tsv")


@dataclass(frozen=True)
class Question:
    """`kind`: `sample`, or what makes it hard: `words` other than the article's, `several` needs
    in one message, `typos`."""

    text: str
    article: str
    intent: str
    kind: str


def read_held_out() -> list[Question]:
    """The sample company's, which no model may learn."""
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    return [Question(row["text"], row["article"], row["intent"], "sample") for row in rows]


def read_hard() -> list[Question]:
    """Written to be hard, four for each article, before anything was ranked by them."""
    return [Question(text, article, intent, kind) for kind, intent, article, text in _read(HARD)]


def read_choices() -> list[tuple[str, str]]:
    """(article, text): what customers asked before. Who wrote them knew the articles and none of
    the other questions; those near to one of these (a cosine of 0.75) were left out."""
    return [(article, text) for article, text in _read(CHOICES)]


def _read(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
