"""How likely each source answers a question."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workers.models.source_classifier import LEAST, SourceClassifier, SourceWeights

numbers = st.floats(-100, 100, width=32)
weights = st.integers(1, 6).flatmap(lambda n: arrays(np.float32, (n, 385), elements=numbers))


def classifier_of(rows: np.ndarray) -> SourceClassifier:
    return SourceClassifier("an encoder", {"article": SourceWeights([uuid4() for _ in rows], rows)})


@given(weights, arrays(np.float32, (2, 384), elements=st.floats(-1, 1, width=32)))
def test_log_odds_say_how_many_times_likelier_than_by_chance(
    rows: np.ndarray, asked: np.ndarray
) -> None:
    weighed = classifier_of(rows).weigh("an encoder", list(asked))
    for odds in weighed:
        assert len(odds) == len(rows)
        assert all(np.isfinite(value) and value >= LEAST for value in odds.values())
        shares = np.exp(list(odds.values())) / len(rows)
        # What is less likely than is told counts as a little likelier.
        assert 1 - 1e-3 <= shares.sum() <= 1 + np.exp(LEAST) + 1e-3


def test_what_is_told_apart_by_nothing_is_as_likely_as_any_other() -> None:
    (odds,) = classifier_of(np.zeros((4, 385), np.float32)).weigh(
        "an encoder", [np.ones(384, np.float32)]
    )
    assert set(odds.values()) == {0.0}


def test_embeddings_of_another_encoder_tell_nothing() -> None:
    asked = [np.ones(384, np.float32)] * 2
    assert classifier_of(np.ones((4, 385), np.float32)).weigh("another", asked) == [{}, {}]
