"""A product in eight bits against the same product exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from workers.models.eight_bits import product
from workers.models.encoder_folder import Precision
from workers.models.graph_writer import MICROSOFT, GraphWriter
from workers.models.session import Provider, Session
from workers.models.weights import Floats

# Of the usual size of what is told.
EIGHT_BITS = 0.04


@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (32, 2), (100, 77), (1152, 192)])
def test_a_product_in_eight_bits_is_nearly_exact(tmp_path: Path, shape: tuple[int, int]) -> None:
    matrix, bias, values = numbers(*shape), numbers(shape[1]), numbers(4, shape[0])
    told = session(tmp_path, matrix, bias).run({"values": values})
    near = EIGHT_BITS * np.sqrt(shape[0])
    np.testing.assert_allclose(told, values @ matrix + bias, atol=near)


def test_what_is_large_does_not_blur_what_is_small_elsewhere(tmp_path: Path) -> None:
    matrix, values = numbers(64, 2), numbers(1, 64)
    matrix[:32] *= 1_000
    values[:, :32] = 0
    told = session(tmp_path, matrix, np.zeros(2, dtype=np.float32)).run({"values": values})
    np.testing.assert_allclose(told, values @ matrix, atol=EIGHT_BITS * 8)


def test_a_row_is_told_alike_alone_and_among_others(tmp_path: Path) -> None:
    running = session(tmp_path, numbers(96, 5), numbers(5))
    values = numbers(6, 96) * np.logspace(-2, 3, 6, dtype=np.float32)[:, None]
    together = running.run({"values": values})
    for row in range(len(values)):
        alone = running.run({"values": values[row : row + 1]})
        np.testing.assert_allclose(alone[0], together[row], rtol=1e-4, atol=1e-5)


def numbers(*shape: int) -> Floats:
    return np.random.default_rng(len(shape)).normal(size=shape).astype(np.float32)


def session(folder: Path, matrix: Floats, bias: Floats) -> Session:
    graph = GraphWriter(Precision.FLOAT32)
    graph.name_output(product(graph, "values", matrix, bias), "told")
    given = helper.make_tensor_value_info("values", TensorProto.FLOAT, ["n", len(matrix)])
    told = helper.make_tensor_value_info("told", TensorProto.FLOAT, ["n", len(bias)])
    model = helper.make_model(
        graph.finish("product", [given], [told]),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=9,
    )
    onnx.save(model, folder / "product.onnx")
    return Session(folder / "product.onnx", Provider.CPU)
