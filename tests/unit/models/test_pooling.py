"""Each pooling against the same sum by hand, with padding that must not count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper

from workers.models.encoder_folder import Precision
from workers.models.graph_writer import GraphWriter
from workers.models.pooling import pool_evenly, pool_peaks, pool_towards_end
from workers.models.session import Provider, Session

Pool = Callable[[GraphWriter, str, str], str]
HIDDEN = np.random.default_rng(0).normal(size=(2, 5, 384)).astype(np.float32)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
EVENLY = MASK.astype(np.float64)
TOWARDS_END = np.array([[1, 2, 3, 4, 5], [1, 2, 3, 0, 0]], dtype=np.float64)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize(
    ("pool", "weights"), [(pool_evenly, EVENLY), (pool_towards_end, TOWARDS_END)]
)
def test_tokens_count_by_their_place_and_padding_not_at_all(
    pool: Pool,
    weights: NDArray[np.float64],
    precision: Precision,
    tmp_path: Path,
) -> None:
    expected = np.einsum("btd,bt->bd", HIDDEN, weights)
    np.testing.assert_allclose(run(pool, precision, tmp_path), of_length_one(expected), atol=1e-4)


@pytest.mark.parametrize("precision", Precision)
def test_peaks_are_the_largest_values_and_never_those_of_padding(
    precision: Precision, tmp_path: Path
) -> None:
    expected = np.stack([HIDDEN[0].max(axis=0), HIDDEN[1, :3].max(axis=0)]).astype(np.float64)
    pooled = run(pool_peaks, precision, tmp_path)
    np.testing.assert_allclose(pooled, of_length_one(expected), atol=1e-4)


def of_length_one(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def run(pool: Pool, precision: Precision, folder: Path) -> NDArray[np.float32]:
    graph = GraphWriter(precision)
    hidden = graph.node("Cast", "hidden", to=graph.number_type)
    graph.name_output(pool(graph, hidden, "mask"), "pooled")
    session = Session(save(graph, folder / "pooling.onnx"), Provider.CPU)
    return session.run({"hidden": HIDDEN, "mask": MASK})


def save(graph: GraphWriter, path: Path) -> Path:
    inputs = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "tokens", 384]),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["batch", "tokens"]),
    ]
    output = helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", 384])
    made = graph.finish("pooling", inputs, [output])
    onnx.save(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), path
    )
    return path
