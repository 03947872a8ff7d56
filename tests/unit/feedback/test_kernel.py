from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.feedback.clusters import make_clusters
from workers.feedback.calibration import Classes
from workers.feedback.kernel import (
    MOST_AXES,
    KernelShape,
    Projected,
    leave_one_out,
    nearness,
    project,
    targets_of,
)
from workers.models.features import EMBEDDING, MANNER, TOPIC, Floats
from workers.models.few_bits import in_few_bits

SHAPE = KernelShape(narrowness=1.5, ridge=0.05)
CLASSES: Classes = np.repeat(np.arange(3), 8)
# What four bits of the axes may move a product of two points.
ROUNDING = 0.05


def made(blocks: tuple[int, ...] = TOPIC) -> Projected:
    return project(make_clusters(["a", "b", "c"], count=8, noise=4.0)[0], blocks)


def scores(examples: Projected, classes: Classes, points: Floats) -> Floats:
    """Of a machine that knows these examples."""
    width = examples.width(SHAPE)
    known = nearness(examples.points, examples.points, width)
    weights = np.linalg.solve(known + SHAPE.ridge * np.eye(len(known)), targets_of(classes))
    return np.asarray(nearness(points, examples.points, width) @ weights)


def test_unseen_scores_are_those_of_a_machine_that_never_saw_the_example() -> None:
    examples = made()
    unseen = leave_one_out(examples, CLASSES, SHAPE)
    for place in range(len(CLASSES)):
        others = np.arange(len(CLASSES)) != place
        rest = replace(examples, points=examples.points[others])
        (expected,) = scores(rest, CLASSES[others], examples.points[place : place + 1])
        np.testing.assert_allclose(unseen[place], expected, atol=1e-3)


def test_nearness_falls_with_the_squared_distance() -> None:
    points, others = made().points[:3], made().points[2:7]
    distances = ((points[:, None] - others[None]) ** 2).sum(axis=2)
    np.testing.assert_allclose(nearness(points, others, 0.7), np.exp(-0.7 * distances), atol=1e-5)


@pytest.mark.parametrize("blocks", [EMBEDDING, TOPIC, MANNER])
def test_examples_are_projected_as_texts_will_be(blocks: tuple[int, ...]) -> None:
    features, _ = make_clusters(["a", "b"], count=8, noise=4.0)
    examples = project(features, blocks)
    np.testing.assert_array_equal(examples.projection.apply(features), examples.points)
    np.testing.assert_allclose(np.linalg.norm(examples.points, axis=1), 1, atol=1e-5)
    axes = examples.projection.axes
    np.testing.assert_allclose(in_few_bits(axes).exact(), axes, rtol=1e-5)


def test_many_examples_are_cut_to_the_axes_that_say_most() -> None:
    features, _ = make_clusters(["a", "b"], count=300, noise=4.0)
    points = project(features, EMBEDDING).points
    assert points.shape == (600, MOST_AXES)
    # Of the two labels' means, which differ along one axis of all, nothing is cut off.
    apart = points[:300].mean(axis=0) - points[300:].mean(axis=0)
    along = points @ (apart / np.linalg.norm(apart))
    assert along[:300].mean() - along[300:].mean() > 2 * along[:300].std()


def test_the_axes_keep_all_that_few_examples_differ_in() -> None:
    features, _ = make_clusters(["a", "b"], count=8, noise=4.0)
    points = project(features, EMBEDDING).points
    moved = features[:, :384] - features[:, :384].mean(axis=0)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    np.testing.assert_allclose(points @ points.T, moved @ moved.T, atol=ROUNDING)


def test_the_usual_distance_is_the_median_of_all_pairs() -> None:
    examples = made()
    distances = ((examples.points[:, None] - examples.points[None]) ** 2).sum(axis=2)
    expected = np.median(distances[np.triu_indices(24, k=1)])
    assert examples.usual == pytest.approx(expected, rel=1e-4)
