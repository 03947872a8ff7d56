import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from workers.models.graph_writer import quantize
from workers.models.weights import Floats

TABLES = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=8),
    elements=st.floats(-1000, 1000, width=32),
)


@given(table=TABLES, axis=st.sampled_from([0, 1]))
def test_a_quantized_number_is_off_by_half_a_step_at_most(table: Floats, axis: int) -> None:
    whole, scales = quantize(table, axis)
    assert np.all(np.abs(whole.astype(np.float32) * scales - table) <= scales * 0.5001)


@given(table=TABLES)
def test_each_channel_uses_all_of_the_range(table: Floats) -> None:
    whole, _ = quantize(table, axis=0)
    normal = np.abs(table).max(axis=0) > 1e-30
    assert np.all(np.abs(whole).max(axis=0)[normal] == 127)
