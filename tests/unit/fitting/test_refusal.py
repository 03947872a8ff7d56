from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workers.contracts.labels import OUT_OF_SCOPE
from workers.fitting.calibration import Classes
from workers.fitting.refusal import choose_threshold
from workers.models.heads import Floats, softmax

LABELS = ["a", OUT_OF_SCOPE, "z"]
COUNTS = st.integers(1, 600)
# Near 1 many are as good as equal, which is where a threshold is easily too high.
SURENESS = st.sampled_from([0.0, 0.5, 3.0, 9.0, 9.2, 9.5, 12.0])


@st.composite
def told(draw: st.DrawFn) -> tuple[Floats, Classes]:
    """Probabilities (n, 3) and classes, mostly right and more or less sure."""
    count = draw(COUNTS)
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    classes = generator.integers(0, 3, count)
    logits = generator.normal(size=(count, 3)).astype(np.float32)
    logits[np.arange(count), classes] += draw(SURENESS)
    return softmax(logits), classes


def in_scope_accuracy(probabilities: Floats, classes: Classes, refuse_below: float) -> float:
    in_scope = classes != LABELS.index(OUT_OF_SCOPE)
    right = (probabilities.argmax(axis=1) == classes) & (probabilities.max(axis=1) >= refuse_below)
    return float(right[in_scope].mean()) if in_scope.any() else 1.0


@given(examples=told())
def test_refusing_costs_what_is_above_enough_or_a_little(
    examples: tuple[Floats, Classes],
) -> None:
    threshold = choose_threshold(*examples, LABELS)
    before = in_scope_accuracy(*examples, 0.0)
    after = in_scope_accuracy(*examples, threshold)
    assert after >= min(before - 0.004, 0.968) - 1e-9
    assert after >= before - 0.01 - 1e-9


def test_no_threshold_is_above_the_confidence_that_it_was_read_from() -> None:
    just_below = [np.nextafter(np.float32(n / 1e4), np.float32(0)) for n in range(5_100, 9_999, 7)]
    for confidence in just_below:
        probabilities = np.array([[confidence, 1 - confidence, 0]] * 50, np.float32)
        assert choose_threshold(probabilities, np.zeros(50, np.int64), LABELS) <= confidence


@given(examples=told())
def test_without_examples_of_what_is_out_of_scope_nothing_is_refused(
    examples: tuple[Floats, Classes],
) -> None:
    assert choose_threshold(*examples, ["a", "b", "z"]) == 0


@given(arrays(np.float32, 4, elements=st.floats(0.5, 1, width=32)))
def test_of_few_examples_none_that_is_right_is_given_up(confidence: Floats) -> None:
    probabilities = np.stack([confidence, 1 - confidence, np.zeros(4, np.float32)], axis=1)
    threshold = choose_threshold(probabilities, np.zeros(4, dtype=np.int64), LABELS)
    assert confidence.min() - 1e-4 <= threshold <= confidence.min()


@pytest.mark.parametrize(("wrong", "given_up"), [(0, 10), (25, 7), (100, 4)])
def test_the_more_are_right_the_more_are_given_up_for_what_is_out_of_scope(
    wrong: int, given_up: int
) -> None:
    confidence = np.linspace(0.6, 0.9, 1_000, dtype=np.float32)
    probabilities = np.stack([confidence, 1 - confidence, np.zeros(1_000, np.float32)], axis=1)
    classes = np.zeros(1_000, dtype=np.int64)
    classes[1_000 - wrong :] = LABELS.index("z")
    threshold = choose_threshold(probabilities, classes, LABELS)
    assert threshold == pytest.approx(float(confidence[given_up]), abs=1e-4)
    assert (confidence < threshold).sum() == given_up
