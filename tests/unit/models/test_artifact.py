from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.unit.models.small_heads import (
    WORDS,
    make_features,
    make_head_files,
    make_parts,
    probabilities_by_hand,
)
from workers.models.artifact import IncompatibleEncoderError, load_model
from workers.models.artifact_writing import HeadFiles, Training, write_model
from workers.models.lexicon_file import NO_ENTITIES
from workers.models.model_manifest import BrokenArtifactError, ModelManifest
from workers.models.terms import Vocabulary
from workers.text.patterns import Taught

ENCODER = "all-MiniLM-L6-v2-int8-53aa5117"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
INTENTS = ("order_status", "refund")
SENTIMENTS = ("negative", "neutral", "positive")
TAUGHT = Taught((("shelf", r"A\d+"),), (("product", "Heron kettle"),), (("Oslo", "Christiania"),))
FILES = [
    "intent.onnx",
    "intent.vocabulary.json",
    "lexicon.json",
    "sentiment.onnx",
    "sentiment.vocabulary.json",
]


def write(  # noqa: PLR0913 - what a version may follow from, one by one
    folder: Path,
    *,
    intent: HeadFiles | None = None,
    sentiment: HeadFiles | None = None,
    encoder: str = ENCODER,
    refuse_below: float = 0.4,
    created_at: datetime = NOON,
    taught: Taught = NO_ENTITIES,
) -> ModelManifest:
    heads = {
        "intent": intent or make_head_files(*INTENTS),
        "sentiment": sentiment or make_head_files(*SENTIMENTS, accuracy=0.8),
    }
    libraries = {"numpy": "2"}
    training = Training(encoder, refuse_below, 5, "of the data", libraries, created_at)
    return write_model(folder, heads, training, taught)


def test_a_model_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    manifest = write(tmp_path / "model")
    model = load_model(tmp_path / "model", ENCODER)
    assert model.manifest == manifest
    assert model.version == manifest.version
    assert (model.intent.labels, model.sentiment.labels) == (INTENTS, SENTIMENTS)
    assert model.intent.vocabulary == WORDS
    features = make_features(1)
    for read, classes in zip(model.read(features, ["refund"]), (2, 3), strict=True):
        expected = probabilities_by_hand(make_parts(classes), features, WORDS.weigh([["refund"]]))
        np.testing.assert_allclose(read, expected, atol=0.02)


def test_the_manifest_says_what_the_model_was_made_of_and_with(tmp_path: Path) -> None:
    write(tmp_path / "model")
    manifest = load_model(tmp_path / "model", ENCODER).manifest
    assert manifest.labels == {"intent": INTENTS, "sentiment": SENTIMENTS}
    assert manifest.reports == {"intent": {"accuracy": 0.9}, "sentiment": {"accuracy": 0.8}}
    assert (manifest.encoder, manifest.refuse_below, manifest.seed) == (ENCODER, 0.4, 5)
    assert (manifest.data_sha256, manifest.libraries) == ("of the data", {"numpy": "2"})
    assert manifest.created_at == NOON
    assert sorted(manifest.sha256) == FILES


def test_the_folder_holds_the_model_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "model")
    names = sorted(path.name for path in (tmp_path / "model").iterdir())
    assert names == sorted([*FILES, "held_out.json", "manifest.json", "unseen.json"])


def test_the_same_content_is_the_same_version_whenever_it_was_made(tmp_path: Path) -> None:
    first = write(tmp_path / "first")
    second = write(tmp_path / "second", created_at=NOON + timedelta(days=1))
    assert first.version == second.version
    assert len(first.version) == 12


def test_whatever_changes_an_answer_changes_the_version(tmp_path: Path) -> None:
    versions = {
        write(tmp_path / "model").version,
        write(tmp_path / "model", intent=make_head_files(*INTENTS, seed=1)).version,
        write(tmp_path / "model", intent=make_head_files("order_status", "returns")).version,
        write(
            tmp_path / "model", intent=make_head_files(*INTENTS, vocabulary=Vocabulary())
        ).version,
        write(tmp_path / "model", sentiment=make_head_files(*SENTIMENTS, seed=1)).version,
        write(tmp_path / "model", refuse_below=0.5).version,
        write(tmp_path / "model", encoder="all-MiniLM-L6-v2-float16-53aa5117").version,
        write(tmp_path / "model", taught=TAUGHT).version,
    }
    assert len(versions) == 8


def test_the_entities_that_were_taught_come_back_as_they_were(tmp_path: Path) -> None:
    write(tmp_path / "model", taught=TAUGHT)
    assert load_model(tmp_path / "model", ENCODER).taught == TAUGHT
    write(tmp_path / "model")
    assert load_model(tmp_path / "model", ENCODER).taught == NO_ENTITIES


def test_a_model_of_another_precision_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model", encoder="all-MiniLM-L6-v2-float16-53aa5117")
    with pytest.raises(IncompatibleEncoderError, match=r"float16.*int8.*train again"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("name", ["manifest.json", *FILES])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(BrokenArtifactError, match=f"{name} is missing"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content + b" ",
        lambda content: content.replace(content[-2:], bytes(reversed(content[-2:]))),
    ],
    ids=["cut", "longer", "turned round"],
)
def test_a_changed_file_is_noticed(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    write(tmp_path / "model")
    path = tmp_path / "model" / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(BrokenArtifactError, match=f"{name} is not the file that was written"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 2', '{"format": 2}', "\x00"])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    write(tmp_path / "model")
    (tmp_path / "model" / "manifest.json").write_text(content)
    with pytest.raises(BrokenArtifactError, match="damaged"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("number", [1, 3])
def test_another_format_is_refused_by_its_number(tmp_path: Path, number: int) -> None:
    write(tmp_path / "model")
    path = tmp_path / "model" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', f'"format": {number}'))
    with pytest.raises(BrokenArtifactError, match=f"its format is {number} .* reads 2"):
        load_model(tmp_path / "model", ENCODER)


def test_a_head_that_does_not_tell_its_labels_apart_is_refused(tmp_path: Path) -> None:
    three = make_head_files("a", "b", "c")
    intent = HeadFiles(INTENTS, three.vocabulary, three.graph, three.report, {}, {})
    write(tmp_path / "model", intent=intent)
    with pytest.raises(BrokenArtifactError, match="does not tell 2 labels apart"):
        load_model(tmp_path / "model", ENCODER)


def test_a_sentiment_head_with_other_labels_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model", sentiment=make_head_files("bad", "good"))
    with pytest.raises(BrokenArtifactError, match="sentiments are not negative, neutral, positive"):
        load_model(tmp_path / "model", ENCODER)
