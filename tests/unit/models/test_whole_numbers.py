from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from workers.models.whole_numbers import LARGEST_WHOLE, Floats, to_whole_numbers

MATRICES = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=8),
    elements=st.floats(-1e6, 1e6, width=32),
)


@given(matrix=MATRICES)
def test_no_number_is_further_off_than_half_a_step_of_its_column(matrix: Floats) -> None:
    whole = to_whole_numbers(matrix)
    assert np.abs(whole.numbers).max() <= LARGEST_WHOLE
    largest = np.abs(matrix).max(axis=0)
    off = np.abs(whole.as_floats() - matrix)
    assert (off <= 0.501 * largest / LARGEST_WHOLE + 1e-30).all()


@given(matrix=MATRICES)
def test_what_is_whole_already_stays_as_it_is(matrix: Floats) -> None:
    once = to_whole_numbers(matrix)
    again = to_whole_numbers(once.as_floats())
    np.testing.assert_allclose(again.as_floats(), once.as_floats(), rtol=1e-5, atol=1e-30)
