from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.fitting.clusters import make_clusters
from workers.fitting.calibration import Classes
from workers.fitting.kernel import (
    MOST_AXES,
    KernelShape,
    Projected,
    fit_kernel,
    nearness,
    project,
    targets_of,
)
from workers.models.features import EMBEDDING, MANNER, TOPIC, Floats

SHAPE = KernelShape(narrowness=1.5, ridge=0.05)
CLASSES: Classes = np.repeat(np.arange(3), 8)


def made(blocks: tuple[int, ...] = TOPIC) -> Projected:
    return project(make_clusters(["a", "b", "c"], count=8, noise=4.0)[0], blocks)


def fit_by_hand(examples: Projected, classes: Classes, points: Floats) -> Floats:
    """The scores of points by kernel ridge regression on these examples."""
    width = SHAPE.narrowness / examples.usual

    def near(these: Floats) -> Floats:
        between = ((these[:, None] - examples.points[None]) ** 2).sum(axis=2)
        return np.asarray(np.exp(-width * between))

    with_ridge = near(examples.points) + SHAPE.ridge * np.eye(len(classes))
    return np.asarray(near(points) @ np.linalg.solve(with_ridge, targets_of(classes)))


def test_held_out_scores_are_those_of_a_machine_that_never_saw_the_example() -> None:
    examples = made()
    held_out = fit_kernel(examples, CLASSES, SHAPE).held_out_scores
    for place in range(len(CLASSES)):
        others = np.arange(len(CLASSES)) != place
        rest = replace(examples, points=examples.points[others])
        (expected,) = fit_by_hand(rest, CLASSES[others], examples.points[place : place + 1])
        np.testing.assert_allclose(held_out[place], expected, atol=1e-3)


def test_the_targets_of_an_example_are_its_class_and_as_much_against_the_others() -> None:
    targets = targets_of(CLASSES)
    np.testing.assert_allclose(targets[np.arange(24), CLASSES], 1)
    np.testing.assert_allclose(targets.sum(axis=1), 0, atol=1e-6)


@pytest.mark.parametrize("blocks", [EMBEDDING, TOPIC, MANNER])
def test_examples_are_projected_as_texts_will_be(blocks: tuple[int, ...]) -> None:
    features, _ = make_clusters(["a", "b"], count=8, noise=4.0)
    examples = project(features, blocks)
    np.testing.assert_array_equal(examples.projection.apply(features), examples.points)
    axes = examples.projection.axes
    np.testing.assert_allclose(axes.T @ axes, np.eye(axes.shape[1]), atol=1e-4)


def test_many_examples_are_cut_to_the_axes_that_say_most() -> None:
    features, _ = make_clusters(["a", "b"], count=300, noise=4.0)
    points = project(features, EMBEDDING).points
    assert points.shape == (600, MOST_AXES)
    shares = (points**2).sum(axis=0)
    assert (np.diff(shares) <= 1e-3).all()
    # The first axis is what tells the labels apart.
    assert abs(points[:300, 0].mean() - points[300:, 0].mean()) > points[:300, 0].std()


def test_the_axes_keep_all_that_few_examples_differ_in() -> None:
    features, _ = make_clusters(["a", "b"], count=8, noise=4.0)
    points = project(features, EMBEDDING).points
    moved = features[:, :384] - features[:, :384].mean(axis=0)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    np.testing.assert_allclose(points @ points.T, moved @ moved.T, atol=1e-4)


def test_the_usual_distance_is_the_median_of_all_pairs() -> None:
    examples = made()
    distances = ((examples.points[:, None] - examples.points[None]) ** 2).sum(axis=2)
    expected = np.median(distances[np.triu_indices(24, k=1)])
    assert examples.usual == pytest.approx(expected, rel=1e-4)


def test_of_many_examples_two_matrices_are_held_at_a_time_and_all_count() -> None:
    points = np.random.default_rng(0).normal(scale=0.1, size=(1_000, 20)).astype(np.float32)
    examples = Projected(made().projection, points, usual=1.0)
    classes: Classes = np.arange(1_000) % 4
    tracemalloc.start()
    held_out = fit_kernel(examples, classes, SHAPE).held_out_scores
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2.4 * points.itemsize * len(points) ** 2
    # A score falls short of its target by its weight over the diagonal of the inverse.
    inverse = np.linalg.inv(
        nearness(points, points, SHAPE.narrowness) + SHAPE.ridge * np.eye(1_000)
    )
    short = inverse @ targets_of(classes) / np.diag(inverse)[:, None]
    np.testing.assert_allclose(held_out, targets_of(classes) - short, atol=1e-3)
