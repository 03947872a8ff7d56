from __future__ import annotations

import numpy as np
import pytest

from workers.fitting.calibration import Classes
from workers.fitting.condensing import condense
from workers.fitting.kernel import FittedKernel, KernelShape, Projected, fit_kernel, nearness
from workers.models.features import Floats
from workers.models.head_parts import KernelMachine, Projection

LABELS, DIMENSIONS = 4, 6
CLASSES: Classes = np.arange(400) % LABELS


def make_points(seed: int) -> Floats:
    """Around one centre a label, in so few dimensions that examples stand for one another."""
    centres = np.random.default_rng(0).normal(size=(LABELS, DIMENSIONS))
    noise = np.random.default_rng(seed).normal(size=(len(CLASSES), DIMENSIONS))
    return (centres[CLASSES] + noise).astype(np.float32)


@pytest.fixture(scope="module")
def fitted() -> FittedKernel:
    nothing = np.zeros((0, DIMENSIONS), dtype=np.float32)
    examples = Projected(Projection((), nothing, nothing), make_points(seed=1), usual=12.0)
    return fit_kernel(examples, CLASSES, KernelShape(narrowness=1.5, ridge=0.05))


def test_few_examples_are_all_kept(fitted: FittedKernel) -> None:
    assert condense(fitted, CLASSES, most=len(CLASSES)) is fitted.machine


def test_the_examples_that_are_hardest_to_tell_are_kept(fitted: FittedKernel) -> None:
    kept = {row.tobytes() for row in condense(fitted, CLASSES, most=200).examples}
    is_kept = np.array([row.tobytes() in kept for row in fitted.machine.examples])
    ordered = np.sort(fitted.held_out_scores, axis=1)
    right = fitted.held_out_scores.argmax(axis=1) == CLASSES
    lead = ordered[:, -1] - ordered[:, -2]
    assert is_kept.sum() == 200
    assert is_kept[~right].all()
    assert lead[right & is_kept].max() <= lead[right & ~is_kept].min()


def test_with_a_fifth_of_the_examples_it_is_right_as_often(fitted: FittedKernel) -> None:
    lean = condense(fitted, CLASSES, most=len(CLASSES) // 5)
    assert share_right(lean) >= share_right(fitted.machine) - 0.01 > 1.5 / LABELS


def share_right(machine: KernelMachine) -> float:
    """Of points that it has not learnt from."""
    near = nearness(make_points(seed=2), machine.examples, machine.width)
    return float(((near @ machine.weights).argmax(axis=1) == CLASSES).mean())
