from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workers.contracts.labels import OUT_OF_SCOPE
from workers.fitting.calibration import Classes
from workers.fitting.refusal import Refusal, choose_refusal
from workers.models.heads import Floats, softmax

LABELS = ["a", OUT_OF_SCOPE, "z"]
OUTSIDE = LABELS.index(OUT_OF_SCOPE)
COUNTS = st.integers(1, 600)
# Near 1 many are as good as equal, which is where a threshold is easily too high.
SURENESS = st.sampled_from([0.0, 0.5, 3.0, 9.0, 9.2, 9.5, 12.0])
SHARES = st.sampled_from([0.0, 0.002, 0.02, 0.3, 0.9])
# Of a logit: as good as impossible.
NEVER = -30.0


@st.composite
def told(draw: st.DrawFn) -> tuple[Floats, Classes]:
    """Logits (n, 3) and classes, mostly right and more or less sure."""
    count, outside = draw(COUNTS), draw(SHARES)
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    shares = [(1 - outside) / 2, outside, (1 - outside) / 2]
    classes = generator.choice(3, count, p=shares)
    logits = generator.normal(size=(count, 3)).astype(np.float32)
    logits[np.arange(count), classes] += draw(SURENESS)
    return logits, classes


def of_two(confidence: Floats, outside: float = NEVER) -> Floats:
    """Logits (n, 3) of the first and the last label."""
    others = np.full_like(confidence, outside)
    return np.stack([np.log(confidence), others, np.log(1 - confidence)], axis=1)


def in_scope_accuracy(logits: Floats, classes: Classes, refusal: Refusal) -> float:
    in_scope = classes != OUTSIDE
    probabilities = softmax(logits + refusal.bias)
    sure = probabilities.max(axis=1) >= refusal.below
    right = (probabilities.argmax(axis=1) == classes) & sure
    return float(right[in_scope].mean()) if in_scope.any() else 1.0


NOTHING = Refusal(np.zeros(3, dtype=np.float32), 0.0)


@given(examples=told())
def test_refusing_costs_what_is_above_enough_or_a_little(
    examples: tuple[Floats, Classes],
) -> None:
    before = in_scope_accuracy(*examples, NOTHING)
    after = in_scope_accuracy(*examples, choose_refusal(*examples, LABELS))
    assert after >= min(before - 0.004, 0.968) - 1e-9
    assert after >= before - 0.01 - 1e-9


def test_no_threshold_is_above_the_confidence_that_it_was_read_from() -> None:
    for wanted in np.arange(0.5103, 0.9999, 0.0007, dtype=np.float32):
        logits = of_two(np.full(50, np.nextafter(wanted, np.float32(0))))
        found = choose_refusal(logits, np.zeros(50, np.int64), LABELS)
        assert found.below <= softmax(logits + found.bias).max()


@given(examples=told())
def test_without_examples_of_what_is_out_of_scope_nothing_is_refused(
    examples: tuple[Floats, Classes],
) -> None:
    found = choose_refusal(*examples, ["a", "b", "z"])
    assert (found.below, found.bias.tolist()) == (0, [0, 0, 0])


@given(arrays(np.float32, 4, elements=st.floats(0.5, 1 - 2**-12, width=32)))
def test_of_few_examples_none_that_is_right_is_given_up(confidence: Floats) -> None:
    threshold = choose_refusal(of_two(confidence), np.zeros(4, dtype=np.int64), LABELS).below
    assert confidence.min() - 2e-4 <= threshold <= confidence.min() + 1e-6


@pytest.mark.parametrize(("wrong", "given_up"), [(0, 10), (25, 7), (100, 4)])
def test_the_more_are_right_the_more_are_given_up_for_what_is_out_of_scope(
    wrong: int, given_up: int
) -> None:
    confidence = np.linspace(0.6, 0.9, 1_000, dtype=np.float32)
    classes = np.zeros(1_000, dtype=np.int64)
    classes[1_000 - wrong :] = LABELS.index("z")
    threshold = choose_refusal(of_two(confidence), classes, LABELS).below
    assert threshold == pytest.approx(float(confidence[given_up]), abs=1e-4)
    assert (confidence < threshold).sum() == given_up


@pytest.mark.parametrize(("outside", "times"), [(1, 999 / 19), (10, 99 / 19), (50, 1), (500, 1)])
def test_what_is_out_of_scope_is_expected_in_at_least_5_of_100_texts(
    outside: int, times: float
) -> None:
    logits, classes = of_two(np.full(1_000, 0.9, dtype=np.float32)), np.zeros(1_000, np.int64)
    classes[:outside] = OUTSIDE
    expected = choose_refusal(logits, classes, LABELS).bias
    assert expected.tolist() == pytest.approx([0, log(times), 0], abs=1e-6)


def test_what_is_expected_out_of_scope_costs_no_more_than_refusing_may() -> None:
    """One in a thousand is; each of the others would be refused at 20 times as many."""
    logits = of_two(np.linspace(0.6, 0.9, 1_000, dtype=np.float32), outside=log(0.05))
    classes = np.zeros(1_000, dtype=np.int64)
    classes[0] = OUTSIDE
    found = choose_refusal(logits, classes, LABELS)
    assert 0 < found.bias[OUTSIDE] < log(20)
    assert in_scope_accuracy(logits, classes, found) == pytest.approx(0.99, abs=1e-3)
