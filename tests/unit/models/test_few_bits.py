"""Few bits of a matrix, and what onnxruntime makes of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from onnx import TensorProto, helper

from workers.models.encoder_folder import Precision
from workers.models.features import Floats
from workers.models.few_bits import LARGEST, RUN, in_few_bits
from workers.models.graph_writer import GraphWriter
from workers.models.head_graph import product
from workers.models.session import Provider, Session

MATRICES = arrays(
    np.float32,
    st.tuples(st.integers(1, 70), st.integers(1, 4)),
    elements=st.floats(-1000, 1000, width=32),
)


@given(matrix=MATRICES)
def test_a_number_is_off_by_half_a_step_of_its_run_at_most(matrix: Floats) -> None:
    exact = in_few_bits(matrix).exact()
    assert exact.shape == matrix.shape
    for start in range(0, len(matrix), RUN):
        run = matrix[start : start + RUN]
        step = np.abs(run).max(axis=0) / LARGEST
        assert np.all(np.abs(exact[start : start + RUN] - run) <= 0.501 * step + 1e-30)


@given(matrix=MATRICES)
def test_what_has_been_rounded_comes_out_as_it_was(matrix: Floats) -> None:
    once = in_few_bits(matrix).exact()
    np.testing.assert_allclose(in_few_bits(once).exact(), once, rtol=1e-5, atol=1e-30)


@given(matrix=MATRICES, factor=st.floats(0.1, 10))
def test_a_factor_moves_no_number_within_its_run(matrix: Floats, factor: float) -> None:
    few = in_few_bits(matrix)
    assert (few.times(factor).whole == few.whole).all()
    np.testing.assert_allclose(few.times(factor).exact(), few.exact() * factor, rtol=1e-5)


@pytest.mark.parametrize("shape", [(1, 1), (33, 5), (192, 70)])
def test_a_graph_multiplies_by_what_few_bits_say(shape: tuple[int, int], tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    matrix, bias = in_few_bits(generator.normal(size=shape).astype(np.float32)), np.arange(shape[1])
    values = generator.normal(size=(3, shape[0])).astype(np.float32)
    found = _session(tmp_path, matrix.exact(), bias.astype(np.float32)).run({"x": values})
    expected = values @ matrix.exact() + bias
    np.testing.assert_allclose(found, expected, atol=0.02 * np.sqrt(shape[0]))


def _session(folder: Path, matrix: Floats, bias: Floats) -> Session:
    graph = GraphWriter(Precision.FLOAT32)
    graph.name_output(product(graph, "x", in_few_bits(matrix), bias), "y")
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
        for name, width in zip("xy", matrix.shape, strict=True)
    ]
    made = helper.make_model(
        graph.finish("product", ends[:1], ends[1:]),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )
    onnx.save(made, folder / "product.onnx")
    return Session(folder / "product.onnx", Provider.CPU)
