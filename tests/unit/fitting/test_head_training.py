from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.fitting.clusters import make_clusters
from tests.unit.models.small_heads import graph_bytes, make_head
from workers.contracts.labels import OUT_OF_SCOPE
from workers.fitting import refusal
from workers.fitting.head_training import (
    Hint,
    TooFewExamplesError,
    TrainedHead,
    spread_folds,
    train_head,
)
from workers.models.features import Floats
from workers.models.heads import Head
from workers.models.terms import Vocabulary


def train(
    features: Floats,
    truth: Sequence[str],
    texts: Sequence[str] | None = None,
    hints: Sequence[Hint] = (),
) -> TrainedHead:
    return train_head(features, texts or ["hello"] * len(truth), truth, seed=5, hints=hints)


def loaded(trained: TrainedHead, folder: Path) -> Head:
    return make_head(folder, trained.labels, trained.parts, trained.vocabulary)


@pytest.mark.parametrize("labels", [["a", "b"], ["refund", "order_status", "returns"]])
def test_what_can_be_told_apart_is_learnt(labels: list[str], tmp_path: Path) -> None:
    features, truth = make_clusters(labels, count=20, noise=0.5)
    trained = train(features, truth)
    assert trained.labels == tuple(sorted(labels))
    assert (trained.report.accuracy, trained.report.macro_f1) == (1.0, 1.0)
    assert (trained.report.examples, trained.report.classes) == (len(truth), len(labels))
    predicted = loaded(trained, tmp_path).predict(features, [["hello"]] * len(truth))
    assert [trained.labels[place] for place in predicted.argmax(axis=1)] == truth


def test_words_help_where_features_tell_little_apart() -> None:
    features, truth = make_clusters(["delivery", "refund"], count=40, noise=15.0)
    said = {"delivery": "my parcel is late", "refund": "money back please"}
    mute, told = (
        train(features, truth, texts)
        for texts in (["hello"] * 80, [said[label] for label in truth])
    )
    assert told.report.accuracy > mute.report.accuracy
    assert "parcel" in told.vocabulary.terms
    assert told.parts.term_weights.shape == (len(told.vocabulary.terms), 2)


def test_words_that_say_nothing_are_not_kept() -> None:
    features, truth = make_clusters(["a", "b"], count=20, noise=0.5)
    trained = train(features, truth)
    assert trained.vocabulary == Vocabulary()
    assert not trained.parts.term_weights.any()


def test_confidence_is_as_high_as_accuracy_on_what_was_not_trained_on(tmp_path: Path) -> None:
    labels = ["a", "b", "c", "d"]
    features, truth = make_clusters(labels, count=150, noise=10.0)
    trained = train(features[::2], truth[::2])
    assert 0.5 < trained.report.accuracy < 0.97
    assert trained.report.ece < 0.08
    new = loaded(trained, tmp_path).predict(features[1::2], [["hello"]] * 300)
    right = new.argmax(axis=1) == np.repeat(range(4), 75)
    assert new.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.08)


def test_the_report_says_from_which_confidence_on_97_of_100_are_right() -> None:
    features, truth = make_clusters(["a", "b", "c", "d"], count=75, noise=10.0)
    report = train(features, truth).report
    assert 0 < report.sure_from <= 1
    assert 0 < report.sure_share < 1
    easy = train(*make_clusters(["a", "b"], count=20, noise=0.5)).report
    assert easy.sure_share == 1


def test_the_report_does_not_flatter_where_there_is_nothing_to_learn(tmp_path: Path) -> None:
    features, _ = make_clusters(["same"], count=200, noise=5.0)
    truth = ["heads" if toss else "tails" for toss in np.random.default_rng(4).random(200) < 0.5]
    trained = train(features, truth)
    assert trained.report.accuracy < 0.65
    new, _ = make_clusters(["same"], count=100, noise=5.0, seed=9)
    assert loaded(trained, tmp_path).predict(new, [["hello"]] * 100).max(axis=1).mean() < 0.75


def test_the_same_seed_gives_the_same_head_bit_for_bit() -> None:
    features, truth = make_clusters(["a", "b", "c"], count=30, noise=8.0)
    texts = [f"{label} thing {place % 7}" for place, label in enumerate(truth)]
    first, second = (train(features, truth, texts) for _ in range(2))
    assert graph_bytes(first.parts) == graph_bytes(second.parts)
    assert first.vocabulary == second.vocabulary
    assert first.refuse_below == second.refuse_below


def test_the_name_of_a_label_teaches_and_nothing_is_judged_on_it(tmp_path: Path) -> None:
    features, truth = make_clusters(["a", "b"], count=10, noise=0.5)
    name = make_clusters(["elsewhere"], count=1, noise=0.0, seed=11)[0][0]
    trained = train(features, truth, hints=[Hint("b", name)])
    assert trained.report.examples == 20
    assert len(trained.parts.kernel.examples) == 21
    predicted = loaded(trained, tmp_path).predict(name[None], [["hello"]])
    assert trained.labels[int(predicted.argmax())] == "b"


def test_only_where_there_are_examples_of_it_something_is_out_of_scope() -> None:
    labels = ["a", "b", OUT_OF_SCOPE]
    assert train(*make_clusters(labels, count=20, noise=2.0)).refuse_below > 0
    assert train(*make_clusters(["a", "b", "c"], count=20, noise=2.0)).refuse_below == 0


def test_what_is_out_of_scope_is_expected_more_often_than_among_many_intents(
    tmp_path: Path,
) -> None:
    features, truth = make_clusters(["a", "b", "c", OUT_OF_SCOPE], count=100, noise=8.0)
    trained = train(features[:303], truth[:303])
    outside = trained.labels.index(OUT_OF_SCOPE)
    bias = np.zeros(4, dtype=np.float32)
    bias[outside] = np.log(300 / 3 / 19)
    assert trained.parts.term_bias / trained.parts.temperature == pytest.approx(bias, abs=1e-5)
    rarely = replace(trained, parts=replace(trained.parts, term_bias=np.zeros_like(bias)))
    often, seldom = (
        loaded(each, tmp_path).predict(features, [["hello"]] * 400)[:, outside]
        for each in (trained, rarely)
    )
    odds = np.log(often / (1 - often)) - np.log(seldom / (1 - seldom))
    np.testing.assert_allclose(odds, bias[outside], atol=0.02)


def test_verdicts_say_what_was_learnt_whatever_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a head that refuses more than the one that serves would seem worse, and not serve."""
    features, truth = make_clusters(["a", "b", "c", OUT_OF_SCOPE], count=300, noise=6.0)
    few = slice(915)
    refusing = train(features[few], truth[few])
    monkeypatch.setattr(refusal, "LEAST_SHARE", 0.001)
    trusting = train(features[few], truth[few])
    assert refusing.report.accuracy > trusting.report.accuracy
    assert refusing.verdicts == trusting.verdicts


def test_two_examples_of_a_label_are_enough(tmp_path: Path) -> None:
    features, truth = make_clusters(["a", "b", "rare"], count=20, noise=0.3)
    trained = train(features[:42], truth[:42])
    predicted = loaded(trained, tmp_path).predict(features[-1:], [["hello"]])
    assert trained.labels[int(predicted.argmax())] == "rare"


def test_two_examples_of_two_labels_are_enough() -> None:
    features, truth = make_clusters(["a", "b"], count=2, noise=0.3)
    assert train(features, truth).report.examples == 4


@pytest.mark.parametrize("copies", [2, 12])
def test_examples_that_are_all_alike_are_nothing_to_learn(copies: int) -> None:
    one, _ = make_clusters(["same"], count=1, noise=0.0)
    features = np.repeat(one, 2 * copies, axis=0)
    with pytest.raises(TooFewExamplesError, match="read the same"):
        train(features, ["a"] * copies + ["b"] * copies)


def test_many_copies_of_one_example_drown_no_other(tmp_path: Path) -> None:
    features, _ = make_clusters(["a", "b"], count=3, noise=0.3)
    often = np.concatenate([np.repeat(features[:1], 20, axis=0), features[3:]])
    trained = train(often, ["a"] * 20 + ["b"] * 3)
    probabilities = loaded(trained, tmp_path).predict(features, [["hello"]] * 6)
    assert probabilities.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1]


def test_a_label_with_one_example_is_named() -> None:
    features, truth = make_clusters(["a", "b", "rare"], count=5, noise=0.1)
    with pytest.raises(TooFewExamplesError, match="'rare' has one example"):
        train(features[:11], truth[:11])


@pytest.mark.parametrize("labels", [[], ["a"]])
def test_fewer_than_two_labels_are_nothing_to_learn(labels: list[str]) -> None:
    features, truth = make_clusters(labels, count=5, noise=0.1)
    with pytest.raises(TooFewExamplesError, match="two labels"):
        train(features, truth)


@given(classes=st.lists(st.integers(0, 5), min_size=1), seed=st.integers(0, 2**32))
def test_each_class_is_spread_evenly_over_the_folds(classes: list[int], seed: int) -> None:
    classes_array = np.array(classes)
    folds = spread_folds(classes_array, seed)
    for label in set(classes):
        sizes = np.bincount(folds[classes_array == label], minlength=5)
        assert sizes.max() - sizes.min() <= 1
