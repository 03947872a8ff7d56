"""Writes a trained head as an ONNX graph.

`features` float32 (n, 3072), `term_ids` int64 (n, k), `term_weights` float32 (n, k) →
`probabilities` float32 (n, classes).

What takes a head's time is to read its matrices from memory, for the encoder has pushed them out
of the caches, and to begin an operator: so there are few bits and few operators. Beside the bare
encoder the head of 77 intents took 13 % of its time with eight bits and 43 operators.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, helper

from workers.models.bert_graph import IR_VERSION, OPSET
from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import WIDTH
from workers.models.few_bits import BITS, RUN, FewBits, in_few_bits
from workers.models.graph_writer import MICROSOFT, GraphWriter
from workers.models.head_parts import Floats, KernelMachine, Projection, TrainedParts

# Of `MatMulNBits`: what it multiplies is rounded to eight bits too, each text by itself.
EIGHT_BIT_PRODUCTS = 4


def head_model(parts: TrainedParts) -> ModelProto:
    """The graph of one head."""
    graph = GraphWriter(Precision.FLOAT32)
    kernel = parts.kernel
    near = _nearness(graph, kernel, _project(graph, kernel.projection))
    cold = 1 / parts.temperature
    scores = product(graph, near, kernel.weights.times(cold), cold * parts.term_bias)
    logits = graph.node("Add", scores, _terms(graph, cold * parts.term_weights))
    graph.name_output(graph.node("Softmax", logits, axis=-1), "probabilities")
    return _model(graph, classes=len(parts.term_bias))


def _project(graph: GraphWriter, projection: Projection) -> str:
    projection = projection.without_repeats()
    places = [block * DIMENSIONS + np.arange(DIMENSIONS) for block in projection.blocks]
    chosen = graph.node("Gather", "features", graph.integers(*np.concatenate(places)), axis=1)
    points = product(graph, chosen, in_few_bits(projection.axes), -projection.origin)
    return graph.node("LpNormalization", points, axis=1, p=2)


def _nearness(graph: GraphWriter, kernel: KernelMachine, points: str) -> str:
    """(n, known): `|x - e|² = 1 - 2 x·e + |e|²`, for points have length 1."""
    beside = -kernel.width * (1 + (kernel.examples**2).sum(axis=1))
    twice = in_few_bits(kernel.examples.T).times(2 * kernel.width)
    return graph.node("Exp", product(graph, points, twice, beside))


def _terms(graph: GraphWriter, weights: Floats) -> str:
    """The rows of the terms that a text has: a dense product would take 70 times as long."""
    rows = graph.node("Gather", graph.exact(weights), "term_ids", axis=0)
    shares = graph.node("Unsqueeze", "term_weights", graph.integers(2))
    weighed = graph.node("Mul", rows, shares)
    return graph.node("ReduceSum", weighed, graph.integers(1), keepdims=0)


def product(graph: GraphWriter, values: str, matrix: FewBits, bias: Floats) -> str:
    """`values @ matrix + bias`. A text's answer does not depend on its batch-mates."""
    return graph.node(
        "MatMulNBits",
        values,
        graph.constant(matrix.packed()),
        graph.exact(matrix.scales),
        *("", ""),
        graph.exact(bias),
        domain=MICROSOFT,
        K=matrix.rows,
        N=len(matrix.scales),
        bits=BITS,
        block_size=RUN,
        accuracy_level=EIGHT_BIT_PRODUCTS,
    )


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
