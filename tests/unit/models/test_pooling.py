"""Each pooling against the same sum by hand, with padding that must not count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper

from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import BLOCKS, WIDTH, Block, Pooling
from workers.models.graph_writer import GraphWriter
from workers.models.pooling import pool
from workers.models.session import Provider, Session

LAYERS = 7
HIDDEN = np.random.default_rng(0).normal(size=(LAYERS, 2, 5, DIMENSIONS)).astype(np.float32)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
TOWARDS_END = np.array([[1, 2, 3, 4, 5], [1, 2, 3, 0, 0]])


@pytest.fixture(scope="module", params=Precision)
def pooled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Session:
    graph = GraphWriter(request.param)
    hidden = graph.node("Cast", "hidden", to=graph.number_type)
    layers = [
        graph.node("Gather", hidden, graph.constant(np.array(layer)), axis=0)
        for layer in range(LAYERS)
    ]
    graph.name_output(pool(graph, layers, "mask"), "features")
    return Session(save(graph, tmp_path_factory.mktemp("pool") / "pooling.onnx"), Provider.CPU)


@pytest.mark.parametrize("place", range(len(BLOCKS)))
def test_a_block_is_its_layers_tokens_of_length_one_without_padding(
    pooled: Session, place: int
) -> None:
    features = pooled.run({"hidden": HIDDEN, "mask": MASK})
    assert features.shape == (2, WIDTH)
    block = features.reshape(2, len(BLOCKS), DIMENSIONS)[:, place]
    np.testing.assert_allclose(block, by_hand(BLOCKS[place]), atol=1e-4)


def by_hand(block: Block) -> NDArray[np.float64]:
    hidden = HIDDEN[block.layer].astype(np.float64)
    vectors = {
        Pooling.EVENLY: np.einsum("btd,bt->bd", hidden, MASK),
        Pooling.TOWARDS_END: np.einsum("btd,bt->bd", hidden, TOWARDS_END),
        Pooling.PEAKS: np.stack([hidden[0].max(axis=0), hidden[1, :3].max(axis=0)]),
        Pooling.NOTHING: np.zeros((2, DIMENSIONS)),
    }[block.pooling]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths, lengths, 1))


def save(graph: GraphWriter, path: Path) -> Path:
    inputs = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, HIDDEN.shape),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["batch", "tokens"]),
    ]
    output = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", WIDTH])
    made = graph.finish("pooling", inputs, [output])
    onnx.save(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), path
    )
    return path
