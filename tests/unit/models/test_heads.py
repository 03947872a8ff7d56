from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workers.models.heads import (
    BrokenHeadError,
    Floats,
    SoftmaxHead,
    load_head,
    sentiment_scores,
    softmax,
)

NUMBERS = st.floats(-100, 100, width=32)


@st.composite
def heads(draw: st.DrawFn) -> SoftmaxHead:
    labels = draw(st.lists(st.text(), min_size=1, max_size=5, unique=True))
    dimensions = draw(st.integers(1, 6))
    return SoftmaxHead(
        labels=tuple(labels),
        weights=draw(arrays(np.float32, (dimensions, len(labels)), elements=NUMBERS)),
        bias=draw(arrays(np.float32, len(labels), elements=NUMBERS)),
        temperature=draw(st.floats(0.05, 20)),
    )


def toy_head() -> SoftmaxHead:
    return SoftmaxHead(("no", "yes"), np.eye(2, dtype=np.float32), np.zeros(2, np.float32), 1.0)


@given(head=heads())
def test_a_head_comes_back_from_disk_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, head: SoftmaxHead
) -> None:
    path = tmp_path_factory.mktemp("head") / "head.npz"
    head.save(path)
    loaded = load_head(path)
    assert loaded.labels == head.labels
    assert loaded.temperature == head.temperature
    np.testing.assert_array_equal(loaded.weights, head.weights)
    np.testing.assert_array_equal(loaded.bias, head.bias)


def test_the_same_head_gives_the_same_bytes(tmp_path: Path) -> None:
    toy_head().save(tmp_path / "one.npz")
    toy_head().save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@given(head=heads(), data=st.data())
def test_probabilities_are_never_negative_and_sum_to_one(
    head: SoftmaxHead, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, 4))
    embeddings = data.draw(arrays(np.float32, (count, len(head.weights)), elements=NUMBERS))
    probabilities = head.predict(embeddings)
    assert probabilities.shape == (count, len(head.labels))
    assert np.all(probabilities >= 0)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_a_higher_temperature_is_less_sure_of_the_same_answer() -> None:
    head = toy_head()
    cooler = SoftmaxHead(head.labels, head.weights, head.bias, temperature=4.0)
    embeddings = np.array([[0.0, 3.0]], dtype=np.float32)
    assert head.predict(embeddings)[0, 1] > cooler.predict(embeddings)[0, 1] > 0.5


def test_softmax_agrees_with_its_definition() -> None:
    logits = np.array([[0.0, 1.0, 2.0]], dtype=np.float32)
    expected = np.exp([0.0, 1.0, 2.0]) / np.exp([0.0, 1.0, 2.0]).sum()
    np.testing.assert_allclose(softmax(logits)[0], expected, atol=1e-6)


@pytest.mark.parametrize(
    ("labels", "weights", "bias", "temperature"),
    [
        (("a", "b"), np.zeros((3, 1)), np.zeros(2), 1.0),
        (("a", "b"), np.zeros(3), np.zeros(2), 1.0),
        (("a", "b"), np.zeros((3, 2)), np.zeros(1), 1.0),
        (("a", "b"), np.zeros((3, 2)), np.zeros(2), 0.0),
        (("a", "b"), np.zeros((3, 2)), np.zeros(2), float("nan")),
        (("a", "a"), np.zeros((3, 2)), np.zeros(2), 1.0),
        ((), np.zeros((3, 0)), np.zeros(0), 1.0),
    ],
)
def test_parts_that_do_not_belong_together_are_no_head(
    labels: tuple[str, ...], weights: Floats, bias: Floats, temperature: float
) -> None:
    with pytest.raises(BrokenHeadError):
        SoftmaxHead(labels, weights, bias, temperature)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "head.npz"
    np.savez(path, labels=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BrokenHeadError, match="does not hold a head"):
        load_head(path)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "head.npz").write_bytes(content)
    with pytest.raises(BrokenHeadError, match="does not hold a head"):
        load_head(tmp_path / "head.npz")


def test_sentiment_runs_from_minus_one_to_one_in_any_order_of_labels() -> None:
    labels = ("neutral", "positive", "negative")
    probabilities = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0], [0.5, 0.4, 0.1]], np.float32)
    np.testing.assert_allclose(sentiment_scores(labels, probabilities), [-1, 0, 1, 0.3], atol=1e-6)
