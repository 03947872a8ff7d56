"""Writes a trained head as an ONNX graph.

`features` float32 (n, 3072), `term_ids` int64 (n, k), `term_weights` float32 (n, k) →
`probabilities` float32 (n, classes).

The products are in whole numbers, for what takes the time is to read matrices from memory: with
10,000 known examples a head took 38 % of the bare encoder's time in float32, and 18 % of it so.
Nearness and weights have a coarse and a fine part each: with eight bits of nearness alone, one
bank question in a thousand was told wrong that is told right with sixteen.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper

from workers.models.bert_graph import IR_VERSION, OPSET
from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import BLOCKS, WIDTH
from workers.models.graph_writer import GraphWriter
from workers.models.head_parts import (
    SHORTEST,
    Floats,
    KernelMachine,
    Projection,
    TrainedParts,
)

Whole = NDArray[np.int8]
LARGEST_WHOLE = 63
LARGEST_BYTE = 255
MIDDLE = 128
# Of a nearness from 0 to 1.
COARSE_STEP = 1 / LARGEST_BYTE
FINE_STEP = COARSE_STEP / LARGEST_BYTE
# Of a block of length 1; none of its 384 numbers was above a half in 10,000 texts.
BLOCK_STEP = 0.5 / MIDDLE
# New texts may lie further out than all examples.
HEADROOM = 1.25


def head_model(parts: TrainedParts) -> ModelProto:
    """The graph of one head."""
    graph = GraphWriter(Precision.FLOAT32)
    kernel = _evened(parts.kernel)
    near = _nearness(graph, kernel, _project(graph, kernel.projection))
    scores = graph.node("Add", _scores(graph, kernel.weights, near), _terms(graph, parts))
    logits = graph.node("Add", scores, graph.exact(parts.term_bias))
    scaled = graph.node("Mul", logits, graph.exact(1 / parts.temperature))
    graph.name_output(graph.node("Softmax", scaled, axis=-1), "probabilities")
    return _model(graph, classes=kernel.weights.shape[1])


def _evened(kernel: KernelMachine) -> KernelMachine:
    """The same distances on axes that chance has turned, so that all of them say alike much.

    Whole numbers of one scale then err half as far as on the main axes, of which the first say
    most.
    """
    size = kernel.examples.shape[1]
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(size, size)))
    turn = turn.astype(np.float32)
    projection = replace(kernel.projection, axes=kernel.projection.axes @ turn)
    return replace(kernel, projection=projection, examples=kernel.examples @ turn)


def _project(graph: GraphWriter, projection: Projection) -> str:
    projection = projection.without_repeats()
    shaped = graph.node("Reshape", "features", graph.integers(-1, len(BLOCKS), DIMENSIONS))
    blocks = graph.node("Gather", shaped, graph.integers(*projection.blocks), axis=1)
    moved = graph.node("Sub", blocks, graph.exact(projection.means))
    length = graph.node("ReduceL2", moved, graph.integers(2), keepdims=1)
    flat = graph.node(
        "Reshape",
        graph.node("Div", moved, graph.node("Max", length, graph.exact(SHORTEST))),
        graph.integers(-1, len(projection.blocks) * DIMENSIONS),
    )
    axes, scales = _in_seven_bits(projection.axes)
    whole = _quantized(graph, flat, BLOCK_STEP, MIDDLE)
    return _whole_product(graph, whole, axes, MIDDLE, BLOCK_STEP * scales)


def _nearness(graph: GraphWriter, kernel: KernelMachine, points: str) -> str:
    """(n, known): `|x - e|² = |x|² - 2 x·e + |e|²`, its parts scaled beforehand."""
    own = graph.node("ReduceSumSquare", points, graph.integers(1), keepdims=1)
    examples, scales = _in_seven_bits(kernel.examples.T)
    step = HEADROOM * max(np.abs(kernel.examples).max(initial=0), SHORTEST) / MIDDLE
    whole = _quantized(graph, points, step, MIDDLE)
    products = _whole_product(graph, whole, examples, MIDDLE, 2 * kernel.width * step * scales)
    theirs = graph.exact(kernel.width * (kernel.examples**2).sum(axis=1))
    minus_own = graph.node("Mul", own, graph.exact(-kernel.width))
    return graph.node("Exp", graph.node("Sub", graph.node("Add", products, minus_own), theirs))


def _scores(graph: GraphWriter, weights: Floats, near: str) -> str:
    """`near @ weights`, each weight as a coarse and a fine part of seven bits, near of eight."""
    known, classes = weights.shape
    coarse, scales = _in_seven_bits(weights)
    fine, fine_scales = _in_seven_bits(weights - coarse * scales)
    parts = graph.node("Reshape", _coarse_and_fine(graph, near), graph.integers(-1, known))
    products = _whole_product(
        graph, parts, np.hstack([coarse, fine]), 0, np.hstack([scales, fine_scales])
    )
    shaped = graph.node("Reshape", products, graph.integers(-1, 2, 2, classes))
    steps = graph.exact(np.reshape([COARSE_STEP, FINE_STEP], (2, 1, 1)))
    return graph.node(
        "ReduceSum", graph.node("Mul", shaped, steps), graph.integers(1, 2), keepdims=0
    )


def _coarse_and_fine(graph: GraphWriter, near: str) -> str:
    """(n, 2, known) bytes. Half a step less rounds down, so that what is left is not negative."""
    lowered = graph.node("Sub", near, graph.exact(COARSE_STEP / 2))
    coarse = _quantized(graph, lowered, COARSE_STEP, 0)
    whole = graph.node("DequantizeLinear", coarse, graph.exact(COARSE_STEP))
    fine = _quantized(graph, graph.node("Sub", near, whole), FINE_STEP, 0)
    both = [graph.node("Unsqueeze", part, graph.integers(1)) for part in (coarse, fine)]
    return graph.node("Concat", *both, axis=1)


def _quantized(graph: GraphWriter, values: str, step: float, zero: int) -> str:
    """Bytes with one fixed scale: a text's answer must not depend on its batch-mates."""
    return graph.node(
        "QuantizeLinear", values, graph.exact(step), graph.constant(np.array(zero, dtype=np.uint8))
    )


def _whole_product(
    graph: GraphWriter, values: str, matrix: Whole, zero: int, scales: Floats
) -> str:
    """Of bytes and whole numbers: it reads a quarter of the memory, which is what takes time."""
    product = graph.node(
        "MatMulInteger",
        values,
        graph.constant(matrix),
        graph.constant(np.array(zero, dtype=np.uint8)),
    )
    exact = graph.node("Cast", product, to=TensorProto.FLOAT)
    return graph.node("Mul", exact, graph.exact(scales))


def _in_seven_bits(matrix: Floats) -> tuple[Whole, Floats]:
    """Whole numbers and a scale a column. Eight bits overflow where a processor has no VNNI."""
    scales = (
        np.maximum(np.abs(matrix).max(axis=0, initial=0), np.finfo(np.float32).tiny) / LARGEST_WHOLE
    )
    return np.rint(matrix / scales).astype(np.int8), scales.astype(np.float32)


def _terms(graph: GraphWriter, parts: TrainedParts) -> str:
    """The rows of the terms that a text has: a dense product would take 70 times as long."""
    rows = graph.node("Gather", graph.exact(parts.term_weights), "term_ids", axis=0)
    weights = graph.node("Unsqueeze", "term_weights", graph.integers(1))
    return graph.node("Squeeze", graph.node("MatMul", weights, rows), graph.integers(1))


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
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="firstline",
    )
