"""Questions that agents answered are learnt where they make nothing worse."""

from __future__ import annotations

from pathlib import Path

from workers.fitting.model_training import TrainingData, train_model
from workers.models.encoder import Encoder
from workers.models.model_manifest import ModelManifest

DELIVERY = (
    "Where is my parcel?",
    "When will my order arrive?",
    "Has my package been shipped?",
    "How long does delivery take?",
    "My order has not come yet.",
)
REFUND = (
    "I want my money back.",
    "When do I get my refund?",
    "Please refund my purchase.",
    "How do I get reimbursed?",
    "You owe me a refund.",
)
EXAMPLES = [
    *((text, "delivery") for text in DELIVERY),
    *((text, "refund") for text in REFUND),
]
MOODS = [
    *((text, "negative") for text in ("This is awful.", "I am very upset.", "What a mess!")),
    *((text, "neutral") for text in ("It is blue.", "I have a question.", "It is a kettle.")),
    *((text, "positive") for text in ("Great, thank you!", "I love it.", "Wonderful service.")),
]
RIGHT = [
    ("The courier still has not been here.", "delivery"),
    ("Will you pay back what I spent?", "refund"),
]


def train(
    encoder: Encoder, folder: Path, answered: list[tuple[str, str]]
) -> tuple[ModelManifest, list[str]]:
    """The model, and what was said on the way."""
    said: list[str] = []
    data = TrainingData(EXAMPLES, MOODS, answered)
    return train_model(encoder, data, folder, seed=0, report=said.append), said


def test_what_agrees_with_the_examples_is_learnt_beside_them(
    encoder: Encoder, tmp_path: Path
) -> None:
    manifest, said = train(encoder, tmp_path / "model", RIGHT)
    assert manifest.reports["intent"]["answered"] == 2
    assert manifest.reports["intent"]["examples"] == len(EXAMPLES)
    assert any("2 questions that agents answered" in line for line in said)
    alone, _ = train(encoder, tmp_path / "alone", [])
    assert alone.reports["intent"]["answered"] == 0
    assert alone.version != manifest.version


def test_what_makes_fewer_examples_right_is_not_learnt(encoder: Encoder, tmp_path: Path) -> None:
    wrong = [(f"{text} Thanks.", "refund") for text in DELIVERY]
    manifest, said = train(encoder, tmp_path / "model", wrong)
    assert manifest.reports["intent"]["answered"] == 0
    assert any("not learnt" in line for line in said)
    alone, _ = train(encoder, tmp_path / "alone", [])
    assert alone.version == manifest.version


def test_what_is_an_example_already_or_of_no_known_intent_is_passed_over(
    encoder: Encoder, tmp_path: Path
) -> None:
    beside = [(DELIVERY[0], "refund"), ("Do you sell mugs?", "sales")]
    manifest, said = train(encoder, tmp_path / "model", beside)
    assert manifest.labels["intent"] == ("delivery", "refund")
    assert not any("agents" in line for line in said)
