from __future__ import annotations

import numpy as np
import pytest

from workers.feedback.calibration import Classes
from workers.feedback.condensing import condense
from workers.feedback.kernel import KernelShape, Projected, leave_one_out, nearness
from workers.models.features import Floats
from workers.models.few_bits import in_few_bits
from workers.models.head_parts import KernelMachine, Projection, of_length_one

LABELS, DIMENSIONS = 4, 6
CLASSES: Classes = np.arange(400) % LABELS
SHAPE = KernelShape(narrowness=1.5, ridge=0.05)


def make_points(seed: int) -> Floats:
    """Around one centre a label, in so few dimensions that examples stand for one another."""
    centres = np.random.default_rng(0).normal(size=(LABELS, DIMENSIONS))
    noise = np.random.default_rng(seed).normal(scale=0.7, size=(len(CLASSES), DIMENSIONS))
    return of_length_one((centres[CLASSES] + noise).astype(np.float32))


NOTHING = np.zeros((0, DIMENSIONS), dtype=np.float32)
EXAMPLES = Projected(Projection((), NOTHING, NOTHING), make_points(seed=1), usual=1.5)


@pytest.fixture(scope="module")
def unseen() -> Floats:
    return leave_one_out(EXAMPLES, CLASSES, SHAPE)


def test_few_examples_are_all_kept_and_told_as_without_rounding(unseen: Floats) -> None:
    machine = condense(EXAMPLES, CLASSES, unseen, SHAPE)
    assert len(machine.examples) == len(CLASSES)
    assert share_right(machine) >= share_of(unseen) - 0.02


def test_the_examples_that_are_hardest_to_tell_are_kept(unseen: Floats) -> None:
    machine = condense(EXAMPLES, CLASSES, unseen, SHAPE, most=200)
    closeness = in_few_bits(EXAMPLES.points.T).exact().T
    kept = {row.tobytes() for row in machine.examples}
    is_kept = np.array([row.tobytes() in kept for row in of_length_one(closeness)])
    ordered = np.sort(unseen, axis=1)
    right = unseen.argmax(axis=1) == CLASSES
    lead = ordered[:, -1] - ordered[:, -2]
    assert is_kept.sum() == 200
    assert is_kept[~right].all()
    assert lead[right & is_kept].max() <= lead[right & ~is_kept].min()


def test_with_a_fifth_of_the_examples_it_is_right_as_often(unseen: Floats) -> None:
    machine = condense(EXAMPLES, CLASSES, unseen, SHAPE, most=len(CLASSES) // 5)
    assert share_right(machine) >= share_of(unseen) - 0.02 > 1.5 / LABELS


def test_examples_are_as_few_bits_say_them(unseen: Floats) -> None:
    machine = condense(EXAMPLES, CLASSES, unseen, SHAPE, most=50)
    np.testing.assert_allclose(np.linalg.norm(machine.examples, axis=1), 1, atol=1e-5)
    again = in_few_bits(machine.examples.T).exact().T
    np.testing.assert_allclose(again, machine.examples, rtol=1e-5)


def share_right(machine: KernelMachine) -> float:
    """Of points that it has not learnt from."""
    near = nearness(make_points(seed=2), machine.examples, machine.width)
    return share_of(near @ machine.weights.exact())


def share_of(scores: Floats) -> float:
    return float((scores.argmax(axis=1) == CLASSES).mean())
