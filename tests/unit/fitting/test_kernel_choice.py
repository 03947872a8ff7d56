from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.fitting.clusters import make_clusters
from workers.fitting.kernel_choice import TrainingSet, draw, fit_best_kernel
from workers.models.features import EMBEDDING, MANNER, TOPIC, WIDTH

CLASSES = st.lists(st.integers(0, 4), min_size=1, max_size=60).map(np.array)


@given(classes=CLASSES, limit=st.integers(2, 80), seed=st.integers(0, 2**32))
def test_at_most_so_many_are_drawn_and_each_class_has_its_share(
    classes: np.ndarray[tuple[int], np.dtype[np.int64]], limit: int, seed: int
) -> None:
    drawn = draw(classes, limit, seed)
    assert len(drawn) == min(limit, len(classes))
    assert (np.diff(drawn) > 0).all()
    for label in np.unique(classes):
        share = (classes == label).mean() * len(drawn)
        assert abs((classes[drawn] == label).sum() - share) <= 2


def test_chance_draws_and_the_seed_says_which() -> None:
    classes = np.repeat(np.arange(3), 50)
    assert draw(classes, 30, seed=1).tolist() == draw(classes, 30, seed=1).tolist()
    assert draw(classes, 30, seed=1).tolist() != draw(classes, 30, seed=2).tolist()


@pytest.mark.parametrize("blocks", [EMBEDDING, TOPIC, MANNER])
def test_the_blocks_that_tell_the_labels_apart_are_chosen(blocks: tuple[int, ...]) -> None:
    features, _ = make_clusters(["same"], count=60, noise=5.0)
    told, _ = make_clusters(["a", "b"], count=30, noise=5.0)
    for block in set(blocks):
        here = slice(block * WIDTH // 8, (block + 1) * WIDTH // 8)
        features[:, here] = told[:, here]
    known = TrainingSet(features, np.repeat([0, 1], 30), judged=60)
    assert fit_best_kernel(known, seed=0).machine.projection.blocks == blocks


def test_hints_are_learnt_and_never_judged() -> None:
    features, _ = make_clusters(["a", "b"], count=11, noise=1.0)
    order = [*range(10), *range(11, 21), 10, 21]
    known = TrainingSet(features[order], np.array([*[0] * 10, *[1] * 10, 0, 1]), judged=20)
    fitted = fit_best_kernel(known, seed=0)
    assert len(fitted.machine.examples) == 22
    assert fitted.held_out_scores.shape == (20, 2)
    part = known.part(np.array([3, 12]))
    assert (len(part.classes), part.judged) == (4, 2)
    np.testing.assert_array_equal(part.features[2:], features[[10, 21]])
