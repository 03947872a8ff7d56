from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from workers.models.artifact import (
    BrokenArtifactError,
    IncompatibleEncoderError,
    ModelManifest,
    load_model,
    write_model,
)
from workers.models.heads import SoftmaxHead

ENCODER = "all-MiniLM-L6-v2-int8-53aa5117"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SENTIMENTS = ("negative", "neutral", "positive")


def head(*labels: str, dimensions: int = 384, seed: int = 0) -> SoftmaxHead:
    weights = np.random.default_rng(seed).normal(size=(dimensions, len(labels)))
    return SoftmaxHead(
        labels, weights.astype(np.float32), np.zeros(len(labels), np.float32), temperature=0.7
    )


def write(
    folder: Path,
    *,
    intent: SoftmaxHead | None = None,
    sentiment: SoftmaxHead | None = None,
    encoder: str = ENCODER,
    created_at: datetime = NOON,
) -> ModelManifest:
    return write_model(
        folder,
        intent=intent or head("order_status", "refund"),
        sentiment=sentiment or head(*SENTIMENTS),
        encoder=encoder,
        reports={"intent": {"accuracy": 0.9, "examples": 240}, "sentiment": {"accuracy": 0.8}},
        created_at=created_at,
    )


def test_a_model_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    manifest = write(tmp_path / "model")
    model = load_model(tmp_path / "model", ENCODER)
    assert model.manifest == manifest
    assert model.version == manifest.version
    assert model.intent.labels == ("order_status", "refund")
    np.testing.assert_array_equal(model.intent.weights, head("order_status", "refund").weights)
    assert model.sentiment.labels == SENTIMENTS


def test_the_same_content_is_the_same_version_whenever_it_was_made(tmp_path: Path) -> None:
    first = write(tmp_path / "first")
    second = write(tmp_path / "second", created_at=NOON + timedelta(days=1))
    assert first.version == second.version
    assert len(first.version) == 12


def test_another_head_or_another_encoder_is_another_version(tmp_path: Path) -> None:
    versions = {
        write(tmp_path / "model").version,
        write(tmp_path / "model", intent=head("order_status", "refund", seed=1)).version,
        write(tmp_path / "model", intent=head("order_status", "returns")).version,
        write(tmp_path / "model", sentiment=head(*SENTIMENTS, seed=1)).version,
        write(tmp_path / "model", encoder="all-MiniLM-L6-v2-float16-53aa5117").version,
    }
    assert len(versions) == 5


def test_a_model_of_another_precision_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model", encoder="all-MiniLM-L6-v2-float16-53aa5117")
    with pytest.raises(IncompatibleEncoderError, match=r"float16.*int8.*train again"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("name", ["manifest.json", "intent.npz", "sentiment.npz"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(BrokenArtifactError, match=f"{name} is missing"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("name", ["intent.npz", "sentiment.npz"])
def test_one_changed_byte_is_noticed(tmp_path: Path, name: str) -> None:
    write(tmp_path / "model")
    content = bytearray((tmp_path / "model" / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "model" / name).write_bytes(content)
    with pytest.raises(BrokenArtifactError, match=f"{name} is not the file that was written"):
        load_model(tmp_path / "model", ENCODER)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 1'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    write(tmp_path / "model")
    (tmp_path / "model" / "manifest.json").write_text(content)
    with pytest.raises(BrokenArtifactError, match="damaged"):
        load_model(tmp_path / "model", ENCODER)


def test_a_later_format_is_refused_by_its_number(tmp_path: Path) -> None:
    write(tmp_path / "model")
    path = tmp_path / "model" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(BrokenArtifactError, match="its format is 2"):
        load_model(tmp_path / "model", ENCODER)


def test_a_head_for_embeddings_of_another_size_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model", intent=head("order_status", "refund", dimensions=8))
    with pytest.raises(BrokenArtifactError, match="reads 8 numbers instead of 384"):
        load_model(tmp_path / "model", ENCODER)


def test_a_sentiment_head_with_other_labels_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model", sentiment=head("bad", "good"))
    with pytest.raises(BrokenArtifactError, match="sentiments are not negative, neutral, positive"):
        load_model(tmp_path / "model", ENCODER)
