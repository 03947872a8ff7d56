import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.feedback.training import TooFewExamplesError, spread_folds, train_head
from workers.models.heads import Floats


def clusters(labels: list[str], *, count: int, noise: float) -> tuple[Floats, list[str]]:
    """`count` points of length one around a direction for each label."""
    generator = np.random.default_rng(3)
    centres = generator.normal(size=(len(labels), 16))
    points = np.repeat(centres, count, axis=0)
    points += generator.normal(scale=noise, size=points.shape)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points.astype(np.float32), [label for label in labels for _ in range(count)]


@pytest.mark.parametrize("labels", [["a", "b"], ["refund", "order_status", "returns"]])
def test_what_can_be_told_apart_is_learnt(labels: list[str]) -> None:
    embeddings, truth = clusters(labels, count=20, noise=0.2)
    trained = train_head(embeddings, truth, seed=1)
    predicted = trained.head.predict(embeddings).argmax(axis=1)
    assert [trained.head.labels[place] for place in predicted] == truth
    assert trained.head.labels == tuple(sorted(labels))
    assert trained.report.accuracy == 1.0
    assert trained.report.macro_f1 == 1.0
    assert (trained.report.examples, trained.report.classes) == (len(truth), len(labels))


def test_confidence_is_as_high_as_accuracy_on_what_was_not_trained_on() -> None:
    embeddings, truth = clusters(["a", "b", "c", "d"], count=200, noise=1.5)
    trained = train_head(embeddings, truth, seed=1)
    assert 0.5 < trained.report.accuracy < 0.95
    assert trained.report.ece < 0.08
    probabilities = trained.head.predict(embeddings)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_the_report_does_not_flatter_where_there_is_nothing_to_learn() -> None:
    embeddings = clusters(["a"], count=200, noise=5.0)[0]
    truth = ["heads" if toss else "tails" for toss in np.random.default_rng(4).random(200) < 0.5]
    trained = train_head(embeddings, truth, seed=1)
    assert trained.report.accuracy < 0.65
    assert trained.head.predict(embeddings).max(axis=1).mean() < 0.75


def test_the_same_seed_gives_the_same_head() -> None:
    embeddings, truth = clusters(["a", "b", "c"], count=30, noise=1.0)
    first, second = (train_head(embeddings, truth, seed=5).head for _ in range(2))
    np.testing.assert_array_equal(first.weights, second.weights)
    np.testing.assert_array_equal(first.bias, second.bias)
    assert first.temperature == second.temperature


def test_two_examples_of_a_label_are_enough() -> None:
    embeddings, truth = clusters(["a", "b", "rare"], count=20, noise=0.1)
    trained = train_head(embeddings[:42], truth[:42], seed=1)
    assert trained.head.labels[int(trained.head.predict(embeddings[-1:]).argmax())] == "rare"


def test_a_label_with_one_example_is_named() -> None:
    embeddings, truth = clusters(["a", "b", "rare"], count=5, noise=0.1)
    with pytest.raises(TooFewExamplesError, match="'rare' has one example"):
        train_head(embeddings[:11], truth[:11], seed=1)


@pytest.mark.parametrize("labels", [[], ["a"]])
def test_fewer_than_two_labels_are_nothing_to_learn(labels: list[str]) -> None:
    embeddings, truth = clusters(labels, count=5, noise=0.1)
    with pytest.raises(TooFewExamplesError, match="two labels"):
        train_head(embeddings, truth, seed=1)


@given(classes=st.lists(st.integers(0, 5), min_size=1), seed=st.integers(0, 2**32))
def test_each_class_is_spread_evenly_over_the_folds(classes: list[int], seed: int) -> None:
    classes_array = np.array(classes)
    folds = spread_folds(classes_array, seed)
    for label in set(classes):
        sizes = np.bincount(folds[classes_array == label], minlength=5)
        assert sizes.max() - sizes.min() <= 1
