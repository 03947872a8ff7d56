"""What remains of a layer's hidden states (batch, tokens, 384): one vector a text, of length 1.

Of mixed feelings the last one stays. Weighing each token by its place, instead of all alike, was
worth 2 points of macro F1 on the sample's sentiment in cross-validation, and the layers in the
middle 5 more than the last one: what a text is about gathers at the end of the encoder, how it is
said halfway.
"""

from __future__ import annotations

import numpy as np
from onnx import TensorProto

from workers.models.graph_writer import GraphWriter


def pool_evenly(graph: GraphWriter, hidden: str, mask: str) -> str:
    """The mean of the tokens. `mask`: (batch, tokens), 1 where there is one."""
    return _pool(graph, hidden, graph.node("Cast", mask, to=TensorProto.FLOAT))


def pool_towards_end(graph: GraphWriter, hidden: str, mask: str) -> str:
    """Their mean with the weights 1, 2, 3, … from the first token to the last."""
    exact = graph.node("Cast", mask, to=TensorProto.FLOAT)
    places = graph.node("CumSum", exact, graph.constant(np.array(1)))
    return _pool(graph, hidden, graph.node("Mul", places, exact))


def pool_peaks(graph: GraphWriter, hidden: str, mask: str) -> str:
    """The largest value of each dimension; padding lies below all of them."""
    exact = graph.node("Cast", hidden, to=TensorProto.FLOAT)
    padding = graph.node("Sub", graph.exact(1.0), graph.node("Cast", mask, to=TensorProto.FLOAT))
    depth = graph.node(
        "Mul", graph.node("Unsqueeze", padding, graph.integers(2)), graph.exact(-1e4)
    )
    peaks = graph.node("ReduceMax", graph.node("Add", exact, depth), graph.integers(1), keepdims=0)
    return _of_length_one(graph, peaks)


def _pool(graph: GraphWriter, hidden: str, weights: str) -> str:
    """One small product a layer; the mean's divisor vanishes in the norm."""
    exact = graph.node("Cast", hidden, to=TensorProto.FLOAT)
    total = graph.node("MatMul", graph.node("Unsqueeze", weights, graph.integers(1)), exact)
    return _of_length_one(graph, graph.node("Squeeze", total, graph.integers(1)))


def _of_length_one(graph: GraphWriter, vectors: str) -> str:
    return graph.node("Div", vectors, graph.node("ReduceL2", vectors, graph.integers(1)))
