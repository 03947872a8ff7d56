"""Writes a trained head as an ONNX graph.

`features` float32 (n, 3072), `term_ids` int64 (n, k), `term_weights` float32 (n, k) →
`probabilities` float32 (n, classes).

A head's time goes into reading its matrices from memory, because the encoder has evicted them from
the caches, and into starting operators. So the products are in int8, and constant factors are
multiplied into stored matrices, which saves operators.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from onnx import ModelProto, TensorProto, helper

from workers.models.bert_graph import IR_VERSION, OPSET
from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import BLOCKS, WIDTH
from workers.models.graph_writer import GraphWriter
from workers.models.head_parts import (
    NEARNESS_STEP,
    SHORTEST,
    Floats,
    KernelMachine,
    Projection,
    TrainedParts,
)
from workers.models.whole_numbers import WholeNumbers, to_whole_numbers

# The domain of onnxruntime's own operators, and the name of an input that is left out.
MICROSOFT = "com.microsoft"
LEFT_OUT = ""

MIDDLE = 128
# For a component of a block of length 1: in 10,000 texts none was above 0.5.
BLOCK_STEP = 0.5 / MIDDLE
# New texts may lie further out than any example.
HEADROOM = 1.25


class Bytes(NamedTuple):
    """Names of a quantized value in the graph: bytes that mean `(number - zero) * step`."""

    name: str
    step: str
    zero: str


def head_model(parts: TrainedParts) -> ModelProto:
    """The graph of one head."""
    graph = GraphWriter(Precision.FLOAT32)
    parts = _cooled(parts)
    kernel = _evened(_stretched(parts.kernel))
    near = _nearness(graph, kernel.examples, _project(graph, kernel.projection))
    scores = _scores(graph, near, kernel.weights, parts.term_bias)
    logits = graph.node("Add", scores, _terms(graph, parts.term_weights))
    graph.name_output(graph.node("Softmax", logits, axis=-1), "probabilities")
    return _model(graph, classes=len(parts.term_bias))


def _cooled(parts: TrainedParts) -> TrainedParts:
    """The same parts with the temperature divided into their weights."""
    cold, weights = np.float32(1 / parts.temperature), parts.kernel.weights
    return TrainedParts(
        replace(parts.kernel, weights=weights._replace(scales=cold * weights.scales)),
        term_weights=cold * parts.term_weights,
        term_bias=cold * parts.term_bias,
        temperature=1.0,
    )


def _stretched(kernel: KernelMachine) -> KernelMachine:
    """The same kernel in scaled coordinates, where it is `exp(-distance²)`."""
    stretch = np.float32(np.sqrt(kernel.width))
    projection = replace(kernel.projection, axes=kernel.projection.axes * stretch)
    return replace(kernel, projection=projection, examples=kernel.examples * stretch, width=1.0)


def _evened(kernel: KernelMachine) -> KernelMachine:
    """The same distances after a random rotation, which spreads the variance over all axes.

    Quantized with one scale, the error is then half of that on the principal axes, of which the
    first have most of the variance.
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
    directions = graph.node("LpNormalization", moved, axis=2, p=2)
    size = len(projection.blocks) * DIMENSIONS
    flat = graph.node("Reshape", directions, graph.integers(-1, size))
    return _product(
        graph, _quantized(graph, flat, BLOCK_STEP, MIDDLE), to_whole_numbers(projection.axes)
    )


def _nearness(graph: GraphWriter, examples: Floats, points: str) -> str:
    """(n, examples): `exp(-|x - e|²)`, where `|x - e|² = |x|² - 2 x·e + |e|²`."""
    step = HEADROOM * max(np.abs(examples).max(initial=0), SHORTEST) / MIDDLE
    whole = _quantized(graph, points, step, MIDDLE)
    theirs = -(examples**2).sum(axis=1)
    products = _product(graph, whole, to_whole_numbers(2 * examples.T), theirs)
    own = graph.node("ReduceSumSquare", points, graph.integers(1), keepdims=1)
    return graph.node("Exp", graph.node("Sub", products, own))


def _scores(graph: GraphWriter, near: str, weights: WholeNumbers, bias: Floats) -> str:
    """(n, classes): `near @ weights + bias`."""
    return _product(graph, _quantized(graph, near, NEARNESS_STEP, 0), weights, bias)


def _quantized(graph: GraphWriter, values: str, step: float, zero: int) -> Bytes:
    """Quantize with one fixed scale: a text's answer must not depend on the rest of its batch."""
    scale, middle = graph.exact(step), _byte(graph, zero)
    return Bytes(graph.node("QuantizeLinear", values, scale, middle), scale, middle)


def _byte(graph: GraphWriter, value: int) -> str:
    return graph.constant(np.array(value, dtype=np.uint8))


def _product(
    graph: GraphWriter, values: Bytes, matrix: WholeNumbers, bias: Floats | None = None
) -> str:
    """An int8 product: it reads a quarter of the memory of a float32 one."""
    numbers, scales = graph.constant(matrix.numbers), graph.exact(matrix.scales)
    inputs = [values.name, numbers, values.step, scales, values.zero]
    if bias is not None:
        inputs += [LEFT_OUT, graph.exact(bias)]
    return graph.node("MatMulIntegerToFloat", *inputs, domain=MICROSOFT)


def _terms(graph: GraphWriter, weights: Floats) -> str:
    """(n, classes), by looking up the rows of a text's terms: 70 times as fast as a product."""
    rows = graph.node("Gather", graph.exact(weights), "term_ids", axis=0)
    each = graph.node("Unsqueeze", "term_weights", graph.integers(1))
    return graph.node("Squeeze", graph.node("MatMul", each, rows), graph.integers(1))


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
