"""Writes a trained head as an ONNX graph.

`features` float32 (n, 3072), `term_ids` int64 (n, k), `term_weights` float32 (n, k) →
`probabilities` float32 (n, classes).

What takes a head's time is to read its matrices from memory, for the encoder has pushed them out
of the caches, and to begin an operator: so numbers have eight bits, and operators are few.

Eight bits of nearness alone tell some bank questions wrong that are told right with sixteen. But
points and examples may be counted from the middle of all examples, and then

    exp(-w |x - e|²) = exp(y + w (usual - |x|²)) · exp(-w (usual + |e|²)),   y = 2w x·e

where the last factor is an example's own and belongs to its weights, `usual` is the mean |e|², and
exp(y + …) = 1 + y + the bend. What 1 and y add to the scores is linear in x: one small product
tells it exactly. Only the bend, which is small for what is not near, has eight bits. So the graph
agrees with the formula better than one with sixteen bits of nearness, in half as many operators.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, helper

from workers.models.bert_graph import IR_VERSION, OPSET
from workers.models.eight_bits import product
from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import BLOCKS, WIDTH
from workers.models.graph_writer import MICROSOFT, GraphWriter
from workers.models.head_parts import Floats, KernelMachine, Projection, TrainedParts


def head_model(parts: TrainedParts) -> ModelProto:
    """The graph of one head."""
    graph = GraphWriter(Precision.FLOAT32)
    cold = np.float32(1 / parts.temperature)
    scores = _scores(graph, parts.kernel, cold, cold * parts.term_bias)
    logits = graph.node("Add", scores, _terms(graph, cold * parts.term_weights))
    graph.name_output(graph.node("Softmax", logits, axis=-1), "probabilities")
    return _model(graph, classes=len(parts.term_bias))


def _scores(graph: GraphWriter, kernel: KernelMachine, cold: np.float32, bias: Floats) -> str:
    """`cold * nearness @ weights + bias`."""
    middle = kernel.examples.mean(axis=0)
    examples = kernel.examples - middle
    squares = (examples**2).sum(axis=1)
    own = np.exp(-kernel.width * (squares + squares.mean()))
    weights = np.asarray(cold * own[:, None] * kernel.weights, dtype=np.float32)
    towards = np.asarray(2 * kernel.width * examples.T, dtype=np.float32)
    points = _project(graph, kernel.projection, middle)
    bend = _bend(graph, points, towards, kernel.width, squares.mean())
    bent = product(graph, bend, weights, bias + weights.sum(axis=0))
    return graph.node("Gemm", points, graph.exact(towards @ weights), bent)


def _project(graph: GraphWriter, projection: Projection, middle: Floats) -> str:
    """(n, dimensions), counted from the middle."""
    projection = projection.without_repeats()
    shaped = graph.node("Reshape", "features", graph.integers(-1, len(BLOCKS), DIMENSIONS))
    blocks = graph.node("Gather", shaped, graph.integers(*projection.blocks), axis=1)
    moved = graph.node("Sub", blocks, graph.exact(projection.means))
    directions = graph.node("LpNormalization", moved, axis=2, p=2)
    size = len(projection.blocks) * DIMENSIONS
    flat = graph.node("Reshape", directions, graph.integers(-1, size))
    return product(graph, flat, projection.axes, -middle)


def _bend(graph: GraphWriter, points: str, towards: Floats, width: float, usual: float) -> str:
    """(n, known): by how much `exp(y + w (usual - |x|²))` is more than `1 + y`."""
    y = product(graph, points, towards, np.zeros(towards.shape[1], dtype=np.float32))
    squares = graph.node("ReduceSumSquare", points, graph.integers(1), keepdims=1)
    less = graph.node("Sub", graph.exact(usual), squares)
    exponent = graph.node("Add", y, graph.node("Mul", less, graph.exact(width)))
    more = graph.node("Sub", graph.node("Exp", exponent), y)
    return graph.node("Sub", more, graph.exact(1.0))


def _terms(graph: GraphWriter, weights: Floats) -> str:
    """The rows of the terms that a text has: a dense product would take 70 times as long."""
    rows = graph.node("Gather", graph.exact(weights), "term_ids", axis=0)
    shares = graph.node("Unsqueeze", "term_weights", graph.integers(1))
    return graph.node("Squeeze", graph.node("MatMul", shares, rows), graph.integers(1))


def _model(graph: GraphWriter, classes: int) -> ModelProto:
    number, whole = TensorProto.FLOAT, TensorProto.INT64
    inputs = [
        helper.make_tensor_value_info("features", number, ["n", WIDTH]),
        helper.make_tensor_value_info("term_ids", whole, ["n", "k"]),
        helper.make_tensor_value_info("term_weights", number, ["n", "k"]),
    ]
    output = helper.make_tensor_value_info("probabilities", number, ["n", classes])
    return helper.make_model(
        graph.finish("head", inputs, [output]),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=IR_VERSION,
        producer_name="firstline",
    )
