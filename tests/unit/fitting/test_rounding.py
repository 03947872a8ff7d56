from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workers.fitting.rounding import Doubles, round_weights
from workers.models.whole_numbers import LARGEST_WHOLE, to_whole_numbers

ROWS, COLUMNS = 60, 4


def make_fit(seed: int, alike: float) -> tuple[Doubles, Doubles, Doubles]:
    """Inputs that are alike, and the weights and curvature of their least-squares fit."""
    chance = np.random.default_rng(seed)
    common = chance.normal(size=(300, 5)) @ chance.normal(size=(5, ROWS))
    inputs = alike * common + chance.normal(size=(300, ROWS))
    curvature = inputs.T @ inputs + 0.1 * np.eye(ROWS)
    return inputs, chance.normal(size=(ROWS, COLUMNS)), curvature


@given(seed=st.integers(0, 2**32 - 1))
def test_what_rounding_changes_is_made_up_for_by_the_other_weights(seed: int) -> None:
    inputs, weights, curvature = make_fit(seed, alike=10.0)
    exact = inputs @ weights
    alone = inputs @ to_whole_numbers(weights.astype(np.float32)).as_floats()
    together = inputs @ round_weights(weights, curvature).as_floats()
    assert np.abs(together - exact).mean() < 0.8 * np.abs(alone - exact).mean()


@given(seed=st.integers(0, 2**32 - 1), alike=st.floats(0, 100))
def test_the_numbers_are_of_seven_bits(seed: int, alike: float) -> None:
    _, weights, curvature = make_fit(seed, alike)
    numbers = round_weights(weights, curvature).numbers
    assert numbers.dtype == np.int8
    assert np.abs(numbers).max() <= LARGEST_WHOLE


def test_a_class_without_weights_stays_without() -> None:
    _, weights, curvature = make_fit(seed=0, alike=1.0)
    weights[:, 1] = 0
    assert not round_weights(weights, curvature).as_floats()[:, 1].any()
