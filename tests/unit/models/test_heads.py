from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.unit.models.small_heads import WORDS, graph_bytes, make_features, make_head, make_parts
from workers.models.heads import BrokenHeadError, Head, load_head, softmax
from workers.models.terms import find_terms

LABELS = ("delivery", "refund", "thanks")


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Head:
    return make_head(tmp_path_factory.mktemp("head"), LABELS, make_parts(len(LABELS)), WORDS)


def test_a_head_comes_back_from_disk_as_it_was(head: Head) -> None:
    assert head.labels == LABELS
    assert head.vocabulary == WORDS
    assert head.session.output_width == len(LABELS)


@given(texts=st.lists(st.text() | st.sampled_from(["late", "a refund"]), max_size=5))
def test_probabilities_are_never_negative_and_sum_to_one(head: Head, texts: list[str]) -> None:
    probabilities = head.predict(make_features(len(texts)), [find_terms(text) for text in texts])
    assert probabilities.shape == (len(texts), len(LABELS))
    assert probabilities.dtype == np.float32
    assert np.all(probabilities >= 0)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_softmax_agrees_with_its_definition() -> None:
    logits = np.array([[0.0, 1.0, 2.0]], dtype=np.float32)
    expected = np.exp([0.0, 1.0, 2.0]) / np.exp([0.0, 1.0, 2.0]).sum()
    np.testing.assert_allclose(softmax(logits)[0], expected, atol=1e-6)


@given(arrays(np.float32, (3, 4), elements=st.floats(-(2.0**100), 2.0**100, width=32)))
def test_softmax_bears_large_numbers(
    logits: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    probabilities = softmax(logits)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)
    assert (probabilities.argmax(axis=1) <= logits.argmax(axis=1)).all()


@pytest.mark.parametrize("content", [b"", b"not a graph", b"\x08\x09"])
def test_what_is_no_graph_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "head.onnx").write_bytes(content)
    WORDS.save(tmp_path / "head.json")
    with pytest.raises(BrokenHeadError, match=r"head\.onnx or head\.json cannot be read"):
        load_head(tmp_path / "head.onnx", tmp_path / "head.json", LABELS)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"terms": ["late"]}', '{"terms": 1}'])
def test_what_is_no_vocabulary_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "head.onnx").write_bytes(graph_bytes(make_parts(len(LABELS))))
    (tmp_path / "head.json").write_text(content)
    with pytest.raises(BrokenHeadError, match=r"head\.onnx or head\.json cannot be read"):
        load_head(tmp_path / "head.onnx", tmp_path / "head.json", LABELS)


@pytest.mark.parametrize("name", ["head.onnx", "head.json"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    make_head(tmp_path, LABELS, make_parts(len(LABELS)), WORDS)
    (tmp_path / name).unlink()
    with pytest.raises(BrokenHeadError, match=r"head\.onnx or head\.json cannot be read"):
        load_head(tmp_path / "head.onnx", tmp_path / "head.json", LABELS)


def test_a_graph_that_tells_more_or_fewer_labels_apart_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenHeadError, match=r"head\.onnx does not tell 2 labels apart"):
        make_head(tmp_path, ("delivery", "refund"), make_parts(3), WORDS)


@pytest.mark.parametrize("blocks", [(0, 1), (4,), (7, 2)])
def test_a_head_that_reads_what_the_encoder_no_longer_gives_is_refused(
    tmp_path: Path, blocks: tuple[int, ...]
) -> None:
    with pytest.raises(BrokenHeadError, match="no longer made"):
        make_head(tmp_path, LABELS, make_parts(len(LABELS), blocks=blocks), WORDS)
