from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.fitting import condensing
from workers.fitting.calibration import Classes
from workers.fitting.condensing import condense
from workers.fitting.kernel import (
    FittedKernel,
    KernelShape,
    Projected,
    fit_kernel,
    nearness,
    targets_of,
)
from workers.models.features import Floats
from workers.models.head_parts import Projection

LABELS, DIMENSIONS = 4, 6
CLASSES: Classes = np.arange(400) % LABELS
SHAPE = KernelShape(narrowness=1.5, ridge=0.05)


def make_points(seed: int) -> Floats:
    """Around one centre a label, in so few dimensions that examples stand for one another."""
    centres = np.random.default_rng(0).normal(size=(LABELS, DIMENSIONS))
    noise = np.random.default_rng(seed).normal(size=(len(CLASSES), DIMENSIONS))
    return (centres[CLASSES] + noise).astype(np.float32)


def made_of(points: Floats) -> Projected:
    nothing = np.zeros((0, 0), dtype=np.float32)
    return Projected(Projection((), nothing, nothing), points, usual=2.0 * points.shape[1])


@pytest.fixture(scope="module")
def fitted() -> FittedKernel:
    return fit_kernel(made_of(make_points(seed=1)), CLASSES, SHAPE)


def test_few_examples_are_all_kept(fitted: FittedKernel) -> None:
    machine = condense(fitted, CLASSES, most=len(CLASSES))
    np.testing.assert_array_equal(machine.examples, fitted.examples.points)


def test_few_classes_keep_few_examples(
    fitted: FittedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condensing, "MOST_KEPT_PER_CLASS", 20)
    assert len(condense(fitted, CLASSES).examples) == 20 * LABELS


@given(different=st.integers(2, 30), count=st.integers(30, 60), seed=st.integers(0, 2**32 - 1))
def test_examples_may_be_equal_and_of_other_classes(different: int, count: int, seed: int) -> None:
    distinct = np.random.default_rng(seed).normal(size=(different, 64)).astype(np.float32)
    points = distinct[np.arange(count) % different]
    fitted = fit_kernel(made_of(points), CLASSES[:count], SHAPE)
    machine = condense(fitted, CLASSES[:count])
    assert np.isfinite(machine.weights.as_floats()).all()


def test_the_examples_that_are_hardest_to_tell_are_kept(fitted: FittedKernel) -> None:
    kept = {row.tobytes() for row in condense(fitted, CLASSES, most=200).examples}
    is_kept = np.array([row.tobytes() in kept for row in fitted.examples.points])
    ordered = np.sort(fitted.held_out_scores, axis=1)
    right = fitted.held_out_scores.argmax(axis=1) == CLASSES
    lead = ordered[:, -1] - ordered[:, -2]
    assert is_kept.sum() == 200
    assert is_kept[~right].all()
    assert lead[right & is_kept].max() <= lead[right & ~is_kept].min()


def test_with_a_fifth_of_the_examples_it_is_right_as_often(fitted: FittedKernel) -> None:
    lean = condense(fitted, CLASSES, most=len(CLASSES) // 5)
    points, new = fitted.examples.points, make_points(seed=2)
    weights = solve_in_full(points, fitted)
    in_full = share_right(nearness(new, points, fitted.width) @ weights)
    near = nearness(new, lean.examples, lean.width)
    assert share_right(near @ lean.weights.as_floats()) >= in_full - 0.01 > 1.5 / LABELS


def solve_in_full(points: Floats, fitted: FittedKernel) -> Floats:
    """The weights of the machine that keeps all examples."""
    near = nearness(points, points, fitted.width) + fitted.ridge * np.eye(len(points))
    return np.asarray(np.linalg.solve(near, targets_of(CLASSES)), dtype=np.float32)


def share_right(scores: Floats) -> float:
    return float((scores.argmax(axis=1) == CLASSES).mean())
